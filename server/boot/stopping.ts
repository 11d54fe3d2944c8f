/** A graceful end: no new requests, those under way get their time, then everything is closed. */
import type { Server } from 'node:http';

const patienceMs = 10_000;

export async function closed(server: Server): Promise<void> {
  const all = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const deadline = setTimeout(() => server.closeAllConnections(), patienceMs);
  // Connections that are kept alive become idle when their request is done.
  const sweep = setInterval(() => server.closeIdleConnections(), 200);
  await all;
  clearTimeout(deadline);
  clearInterval(sweep);
}
