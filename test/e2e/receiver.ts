import { createServer } from 'node:http';
import { parseReport } from '../../activities/channels/sandbox-report.ts';
import { reportEvent } from '../../activities/hear-report.ts';
import { readMessage } from '../../database/messages.ts';
import { storeEvent } from '../../database/events.ts';
import { withActor } from '../../database/with-actor.ts';
import type { Deps } from '../../activities/deps.ts';
export function receiver(deps: Deps, port: number) {
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const c of request) chunks.push(c as Buffer);
      const report = parseReport(Buffer.concat(chunks).toString());
      const hospital = request.url!.split('/').pop()!;
      await withActor(deps.pool, { kind: 'system', id: 'x', hospital }, async (tx) => {
        const message = 'message' in report ? await readMessage(tx, report.message) : undefined;
        if (message) await storeEvent(tx, { hospital, patient: message.patient, receivedAt: report.at, event: { id: `report/${report.id}`, name: reportEvent, at: report.at, fields: { report: report as never }, objects: {} } });
      });
      response.writeHead(200).end();
    })().catch((e) => { console.error(e); response.writeHead(500).end(); });
  });
  server.listen(port);
  return server;
}
