/** What the sandbox reports. Signed instead of keyed; kept in one transaction and answered after it, so that nothing told is lost. */
import express, { type Express, type Request, type Response } from 'express';
import { parseReport } from '../../activities/channels/sandbox-report.ts';
import { verifyWebhook } from '../../activities/channels/signature.ts';
import type { Report } from '../../activities/channels/channel.ts';
import { reportEvent } from '../../activities/hear-report.ts';
import { wordsEvent } from '../../activities/hear-words.ts';
import { storeEvent } from '../../database/events.ts';
import { readHospital } from '../../database/hospitals.ts';
import { readMessage, storeReport } from '../../database/messages.ts';
import { withActor, type Tx } from '../../database/with-actor.ts';
import type { EventRecord, Value } from '../../engine/chart.ts';
import type { Instant } from '../../engine/plan.ts';
import { postSandboxWebhook } from '../contract/doors.ts';
import { isStorable } from '../http/json-body.ts';
import { expressPath } from '../http/mount.ts';
import { fieldError, invalid, notFound, Problem } from '../http/problem.ts';
import { speakerAt, strangerAt } from '../intake/speaker.ts';
import type { Speaker } from '../intake/speaker.ts';
import type { Parts } from '../parts.ts';

const channel = 'sandbox';

export function sandboxWebhook(app: Express, parts: Parts): void {
  const raw = express.raw({ type: () => true, limit: 256 * 1024, inflate: false });
  app.post(expressPath(postSandboxWebhook.path), raw, async (request: Request, response: Response) => {
    response.locals.route = postSandboxWebhook.path;
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    verified(parts, request, body);
    const report = reportIn(body);
    const hospital = postSandboxWebhook.params.safeParse(request.params).data?.hospital;
    if (hospital === undefined) throw noSuchHospital();
    const received = await withActor(parts.deps.pool, { kind: 'system', id: channel, hospital }, (tx) => keep(tx, parts, hospital, report));
    response.status(200).json({ received: received ? 'new' : 'again' });
  });
}

/** The real clock counts for signatures, also in a rehearsal. */
function verified(parts: Parts, request: Request, body: Buffer): void {
  const [id, timestamp, signature] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => request.get(name));
  const is = verifyWebhook({ id, timestamp, signature, body }, parts.sandboxSecret, parts.deps.clock.now());
  if (is === 'valid') return;
  throw new Problem({
    status: 401,
    code: 'bad-signature',
    title: { en: 'The signature is missing, too old or not ours.', zh: '签名缺失、过期或不对。' },
    more: { signature: is },
  });
}

function reportIn(body: Buffer): Report {
  const text = body.toString('utf8');
  try {
    const report = parseReport(text);
    if (isStorable(text) && !/\\u(000[0-8bcef]|001|d[89a-f])/i.test(text)) return report;
  } catch {
    // Not a report: said below.
  }
  throw invalid([fieldError('body', 'no-report', 'This is no report of the sandbox.', '这不是沙箱的报告。')]);
}

const noSuchHospital = (): Problem => notFound({ en: 'There is no such hospital.', zh: '没有这家医院。' });

async function keep(tx: Tx, parts: Parts, hospital: string, report: Report): Promise<boolean> {
  if (!(await readHospital(tx, hospital))) throw noSuchHospital();
  const receivedAt = await parts.deps.clock.of(tx, hospital);
  const { patient, event, message } = await meaning(tx, parts, hospital, report, receivedAt);
  if (patient === undefined) parts.deps.log.warn({ kind: report.kind, report: report.id }, 'a report about nobody we know was kept');
  const data = report.kind === 'reply' ? { channel: report.channel } : report;
  const isNew = await storeReport(tx, {
    hospital,
    channel,
    id: report.id,
    kind: report.kind,
    at: report.at,
    data,
    receivedAt,
    ...(message === undefined ? {} : { message }),
  });
  if (isNew) await storeEvent(tx, { hospital, event, receivedAt, ...(patient === undefined ? {} : { patient }) });
  return isNew;
}

type Meaning = { patient?: string; message?: string; event: EventRecord };

async function meaning(tx: Tx, { deps }: Parts, hospital: string, report: Report, at: Instant): Promise<Meaning> {
  const id = `report/${channel}/${report.id}`;
  if (report.kind === 'reply') {
    const who = { hospital, address: report.from };
    const speaker = (await speakerAt(tx, who)) ?? (await strangerAt(tx, { ...who, channel: report.channel, id: deps.newId(), at }));
    return { event: saidEvent(id, report, speaker), patient: speaker.patient };
  }
  const message = await readMessage(tx, report.message);
  const event: EventRecord = { id, name: reportEvent, at: report.at, fields: { report: report as unknown as Value }, objects: {} };
  return message ? { event, message: message.key, patient: message.patient } : { event };
}

function saidEvent(
  id: string,
  { at, words, photo, channel: by, from }: Extract<Report, { kind: 'reply' }>,
  { relative }: Speaker,
): EventRecord {
  return {
    id,
    name: wordsEvent,
    at: clamped(at),
    fields: { words, channel: by, from, ...(photo === undefined ? {} : { photo }), ...(relative ? { relative } : {}) },
    objects: {},
  };
}

/** PostgreSQL's calendar ends where a mistaken clock of a carrier may not. */
const clamped = (at: Instant): Instant => Math.min(Math.max(at, 0), 253_402_300_799_000);
