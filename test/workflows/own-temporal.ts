/** A second Temporal server, for tests that need one with settings of its own, or one that they may take away. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { places } from '../../start/places.ts';
import { freePort } from '../../start/ports.ts';
import { temporalCli } from '../../start/temporal-cli.ts';
import { temporalChild, temporalReady } from '../../start/temporal-server.ts';

export type OwnTemporal = { address: string; stop(): Promise<void> };

/** `config`: dynamic configuration beside what the product needs. */
export async function ownTemporal(config: Record<string, string> = {}): Promise<OwnTemporal> {
  const { path: cli } = await temporalCli({ places: places() });
  const port = await freePort();
  const { command, args } = temporalChild({ cli, port });
  const more = Object.entries(config).flatMap(([key, value]) => ['--dynamic-config-value', `${key}=${value}`]);
  const child = spawn(command, [...args, ...more], { stdio: 'ignore' });
  const address = `127.0.0.1:${port}`;
  await temporalReady({ address });
  return {
    address,
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
