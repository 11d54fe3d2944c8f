/** A wire that can be cut: stands before a server, and takes it away from those who go through it. */
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { once } from 'node:events';

export type Wire = {
  readonly port: number;
  /** `refuse`: as a server that was stopped. `hang`: as a network that swallows everything. */
  cut(how: 'refuse' | 'hang'): void;
  mend(): void;
  close(): Promise<void>;
};

export async function wireTo(target: { host: string; port: number }): Promise<Wire> {
  let how: 'open' | 'refuse' | 'hang' = 'open';
  const pairs = new Set<[Socket, Socket]>();
  const server = createServer((near) => {
    near.on('error', () => undefined);
    if (how === 'refuse') return void near.destroy();
    const far = connect(target);
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    far.on('error', () => near.destroy());
    for (const [from, to] of [pair, [far, near]] as const) {
      from.on('data', (bytes: Buffer) => void (how === 'open' && to.write(bytes)));
      from.on('close', () => {
        to.destroy();
        pairs.delete(pair);
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const drop = (): void => pairs.forEach(([near, far]) => [near.destroy(), far.destroy()]);
  return {
    port: (server.address() as AddressInfo).port,
    cut: (way) => {
      how = way;
      if (way === 'refuse') drop();
    },
    // What was swallowed is gone: those connections are of no use to anybody.
    mend: () => {
      if (how === 'hang') drop();
      how = 'open';
    },
    close: async () => {
      drop();
      server.close();
      await once(server, 'close');
    },
  };
}
