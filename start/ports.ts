/** Ports on 127.0.0.1. */
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { readJson, writeWhole } from './files.ts';
import type { Places } from './places.ts';

/** Whether a server could listen there now. */
export function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** A port that nobody uses at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      const address = server.address();
      server.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}

/** Whether somebody answers there. */
export function answers(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: 1_000 });
    const end = (is: boolean) => (socket.destroy(), resolve(is));
    socket
      .once('connect', () => end(true))
      .once('error', () => end(false))
      .once('timeout', () => end(false));
  });
}

export type InternalPorts = Record<'postgres' | 'temporal' | 'temporalUi' | 'sandbox' | 'worker', number>;
const wished: InternalPorts = { postgres: 54329, temporal: 7233, temporalUi: 8233, sandbox: 3001, worker: 3002 };

/** The ports of the parts that only we talk to: those of the last start, and another one where somebody took it meanwhile. */
export async function internalPorts(places: Places, reserved: number[]): Promise<InternalPorts> {
  const file = join(places.home, 'ports.json');
  const wish = { ...wished, ...(readJson(file) as Partial<InternalPorts> | undefined) };
  const ports = { ...wish };
  for (const name of Object.keys(wished) as (keyof InternalPorts)[]) {
    const usable = !reserved.includes(wish[name]) && (await isFree(wish[name]));
    ports[name] = usable ? wish[name] : await freePort();
  }
  writeWhole(file, JSON.stringify(ports, null, 2));
  return ports;
}
