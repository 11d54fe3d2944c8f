/** The channels a process has, by name. */
import type { Channel } from './channel.ts';

export type Registry = {
  readonly names: readonly string[];
  /** Undefined: this process has no such channel, and whoever asks must say so rather than wait. */
  get(name: string): Channel | undefined;
};

/** Fails at the start, not at a patient, if two channels have one name. */
export const createRegistry = (channels: readonly Channel[]): Registry => {
  const byName = new Map<string, Channel>();
  for (const channel of channels) {
    if (byName.has(channel.name)) throw new Error(`Two channels are called ${channel.name}.`);
    byName.set(channel.name, channel);
  }
  return { names: [...byName.keys()], get: (name) => byName.get(name) };
};
