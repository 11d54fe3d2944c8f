/** Whoever reads Temporal's own store finds ids, codes and ciphertext (design 3.10). */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, Connection } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import proto from '@temporalio/proto';
import { createPayloadCodec } from '../../server/temporal/payload-codec.ts';
import { createClients, workflowId } from '../../server/temporal/connect.ts';
import { wordsEvent } from '../../activities/hear-words.ts';
import { aWard, eventually } from './hospital.ts';
import type { Ward } from './hospital.ts';
import { planOf } from './library.ts';
import { startWorld } from './world.ts';
import type { World } from './world.ts';

const person = { name: '欧阳若兰', city: '临安路十七号', phone: '+8613912345678', words: '我昨天晚上睡得不太踏实' };
/** What a reader of the store must not meet, in the ways it might be written. */
const secrets = [...Object.values(person), '13912345678', '支架术后', '请指定一位家属', '出院', '疼痛', '示范医院', 'cardiology', '36.06'];
const spellings = (secret: string): Buffer[] => [
  Buffer.from(secret),
  Buffer.from(JSON.stringify(secret).slice(1, -1)),
  Buffer.from(secret, 'utf16le'),
  Buffer.from(secret.replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)),
  ...[0, 1, 2].map((shift) =>
    Buffer.from(
      Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)])
        .toString('base64')
        .slice(4, -4),
    ),
  ),
];
const found = (bytes: Buffer): string[] =>
  secrets.filter((secret) => spellings(secret).some((spelling) => spelling.length > 3 && bytes.includes(spelling)));

let world: World;
let ward: Ward;
let raw: Client;
let connection: Connection;
beforeAll(async () => {
  world = await startWorld();
  ward = await aWard(world.deps, { plans: [planOf('cardiology/pci-discharge')] });
  connection = await Connection.connect({ address: world.settings.TEMPORAL_ADDRESS });
  raw = new Client({ connection, namespace: world.settings.TEMPORAL_NAMESPACE });
});
afterAll(async () => {
  await connection.close();
  await world.stop();
});

/** Everything Temporal keeps of a workflow: all events as they are stored, and its description with memo and search attributes. */
async function stored(enrollment: string): Promise<Buffer> {
  const { namespace } = raw.options;
  const execution = { workflowId: workflowId(enrollment) };
  const { history } = await raw.workflowService.getWorkflowExecutionHistory({ namespace, execution });
  const described = await raw.workflowService.describeWorkflowExecution({ namespace, execution });
  const { api } = proto.temporal;
  return Buffer.concat([
    api.history.v1.History.encode(history ?? {}).finish(),
    api.workflowservice.v1.DescribeWorkflowExecutionResponse.encode(described).finish(),
    // The same as a person would see it, with bytes as text.
    Buffer.from(
      JSON.stringify({ history, described }, (_key, value: unknown) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value,
      ),
    ),
  ]);
}

/** Every sealed payload of a history, opened. */
async function opening(events: unknown[]): Promise<string[]> {
  const codec = createPayloadCodec({ current: { id: 'test', bytes: world.settings.PAYLOAD_KEY } });
  const sealed: Payload[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return;
    if ('metadata' in value && 'data' in value) sealed.push(value as Payload);
    else for (const inner of Object.values(value)) walk(inner);
  };
  walk(events);
  return (await codec.decode(sealed)).map(({ data }) => Buffer.from(data ?? []).toString('utf8'));
}

describe('nothing of a patient is in Temporal in clear', () => {
  it('in the life of a patient of pci-discharge, with words, work, failures of the carrier and of the workflow’s own steps', async () => {
    const patient = await ward.patient({ name: person.name, city: person.city });
    await world.sandbox.post('/behaviours', { channel: 'sms', answer: 'refuse', reason: 'rejected' });
    const enrollment = await discharged(patient.id);
    await ward.tell(patient.id, wordsEvent, { fields: { words: person.words, channel: 'wechat' } });
    await eventually(
      () => ward.touches(enrollment),
      (all) => all.some(({ step }) => step === 'reply'),
    );
    const [video] = (await ward.touches(enrollment)).filter(({ step }) => step === 'video');
    await ward.act(
      enrollment,
      [{ do: 'work', touch: video?.key ?? '', work: { act: 'complete', by: person.name, answers: { sent: 'yes', wechat_added: 'no' } } }],
      [video?.key ?? ''],
    );
    await eventually(
      () => world.clients.real.workflow.getHandle(workflowId(enrollment)).query<{ agenda: { heard: number } }>('agenda'),
      ({ agenda }) => agenda.heard >= 4,
    );

    const bytes = await stored(enrollment);
    expect(bytes.length).toBeGreaterThan(5_000);
    expect(found(bytes)).toEqual([]);
    // Nor would whoever has the key read more than ids, moments and codes.
    const opened = await opening((await raw.workflow.getHandle(workflowId(enrollment)).fetchHistory()).events ?? []);
    expect(opened.length).toBeGreaterThan(3);
    expect(found(Buffer.from(opened.join('\n')))).toEqual([]);
    expect(opened.join('\n')).toContain('three_questions_call');
    // The search itself finds what is there: the id is in clear, and so would the rest be.
    expect(bytes.includes(Buffer.from(enrollment))).toBe(true);
    expect(found(Buffer.from(`…${Buffer.from(`ab${person.name}cd`).toString('base64')}…`))).toEqual([person.name]);
  });

  it('in failures: what an activity throws is neither read in the history nor in its stack', async () => {
    const patient = await ward.patient({ name: person.name });
    const enrollment = await discharged(patient.id);
    // A word that is none: the workflow stumbles over it, with the patient's name in its failure.
    const handle = world.clients.real.workflow.getHandle(workflowId(enrollment));
    await handle.signal('told', { seq: 99, agenda: { seq: 99, moments: { [person.name]: 'not a list' } }, sends: [] } as never);
    await eventually(
      async () => (await handle.fetchHistory()).events?.some((event) => event.workflowTaskFailedEventAttributes),
      (failed) => failed === true,
    );
    const history = await handle.fetchHistory();
    const failure = history.events?.find((event) => event.workflowTaskFailedEventAttributes)?.workflowTaskFailedEventAttributes?.failure;
    expect(failure?.message).toBe('Encoded failure');
    expect(failure?.stackTrace ?? '').toBe('');
    expect(found(await stored(enrollment))).toEqual([]);
    await handle.terminate();
  });
});

async function discharged(patient: string): Promise<string> {
  const object = {
    id: `E-${patient}`,
    department: 'cardiology',
    procedures: ['36.06'],
    discharge_date: new Date(Date.now() + 24 * 3_600_000).toISOString(),
  };
  await ward.tell(patient, 'encounter.discharge_planned', { objects: { encounter: object } });
  return ward.running(patient);
}

describe('the codec', () => {
  const payload = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(JSON.stringify(person)) };
  const [first, second] = [
    { id: 'key-1', bytes: randomBytes(32) },
    { id: 'key-2', bytes: randomBytes(32) },
  ];

  it('opens what an older key has sealed, and seals with the current one', async () => {
    const sealed = await createPayloadCodec({ current: first }).encode([payload]);
    const rotated = createPayloadCodec({ current: second, older: [first] });
    const [opened] = await rotated.decode(sealed);
    expect(Buffer.from(opened?.data ?? []).toString()).toBe(JSON.stringify(person));
    const [again] = await rotated.encode([payload]);
    expect(Buffer.from(again?.metadata?.['encryption-key-id'] ?? []).toString()).toBe('key-2');
    await expect(createPayloadCodec({ current: first }).decode([again ?? {}])).rejects.toThrow('key-2');
  });

  it('refuses what was sealed with a key it does not have, or was changed on the way', async () => {
    const codec = createPayloadCodec({ current: first });
    const [sealed] = await codec.encode([payload]);
    const data = Buffer.from(sealed?.data ?? []);
    data[data.length - 1] = (data.at(-1) ?? 0) ^ 1;
    await expect(codec.decode([{ ...sealed, data }])).rejects.toThrow();
    await expect(createPayloadCodec({ current: { id: 'key-1', bytes: second.bytes } }).decode([sealed ?? {}])).rejects.toThrow();
    await expect(createPayloadCodec({ current: second }).decode([sealed ?? {}])).rejects.toThrow('key-1');
  });

  it('the same words sealed twice are not the same bytes', async () => {
    const codec = createPayloadCodec({ current: first });
    const [one, two] = await codec.encode([payload, payload]);
    expect(Buffer.from(one?.data ?? []).equals(Buffer.from(two?.data ?? []))).toBe(false);
  });

  it('a client without the key reads nothing', async () => {
    const stranger = createClients({ ...world.settings, PAYLOAD_KEY: randomBytes(32), PAYLOAD_KEY_ID: 'another' });
    const patient = await ward.patient();
    const enrollment = await discharged(patient.id);
    const handle = stranger.real.workflow.getHandle(workflowId(enrollment));
    await eventually(
      () => handle.describe().catch(() => undefined),
      (is) => is !== undefined,
    );
    await expect(handle.query('agenda')).rejects.toThrow();
    await stranger.close();
  });
});
