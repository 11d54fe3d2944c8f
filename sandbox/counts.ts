/** What drills ask: how many times each key was taken, and whether anything is still on its way. */
import type { World } from './world.ts';

export type Counts = { total: number; keys: Record<string, number>; channels: Record<string, number>; twice: string[] };

/** Over all keys that begin with `prefix`. `twice`: taken more than once. */
export const counts = (world: World, prefix = ''): Counts => {
  const result: Counts = { total: 0, keys: {}, channels: {}, twice: [] };
  for (const { key, channel } of world.messages.values()) {
    if (!key.startsWith(prefix)) continue;
    result.total++;
    result.keys[key] = (result.keys[key] ?? 0) + 1;
    result.channels[channel] = (result.channels[channel] ?? 0) + 1;
  }
  result.twice = Object.keys(result.keys).filter((key) => (result.keys[key] ?? 0) > 1);
  return result;
};

/** Reports not confirmed yet about messages whose key begins with `prefix`. */
export const pending = (world: World, prefix: string): number =>
  [...world.webhooks.values()].filter(({ key }) => key.startsWith(prefix)).length;
