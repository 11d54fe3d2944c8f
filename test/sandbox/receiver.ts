/** Where the hospital would hear reports: keeps them as they came, and answers as it is told. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Heard = { headers: IncomingHttpHeaders; raw: string; body: ReturnType<typeof JSON.parse> };

export type Receiver = {
  readonly url: string;
  /** Every attempt, oldest first. */
  readonly heard: Heard[];
  /** What to answer to the next attempts; after them 204. */
  readonly answers: number[];
  /** Waits until so many attempts that fit were heard. */
  until(count: number, fits?: (one: Heard) => boolean): Promise<Heard[]>;
  close(): Promise<void>;
};

export const startReceiver = async (port = 0): Promise<Receiver> => {
  const heard: Heard[] = [];
  const answers: number[] = [];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8');
      heard.push({ headers: req.headers, raw, body: JSON.parse(raw) });
      res.writeHead(answers.shift() ?? 204).end();
      server.emit('heard');
    });
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    heard,
    answers,
    until: async (count, fits = () => true) => {
      while (heard.filter(fits).length < count) await once(server, 'heard', { signal: AbortSignal.timeout(15_000) });
      return heard.filter(fits);
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
