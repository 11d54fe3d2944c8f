/** A hospital with SOPs of the test's own and one department's patients, and what a test wants to know of them. */
import { randomUUID } from 'node:crypto';
import { storeEvent } from '../../database/events.ts';
import { saveHospital } from '../../database/hospitals.ts';
import { saveLibraryFile } from '../../database/library.ts';
import { savePatient } from '../../database/patients.ts';
import { runningOf } from '../../database/enrollments.ts';
import { messagesOfEnrollment } from '../../database/messages.ts';
import { touchChartsOf } from '../../database/touches.ts';
import { publish } from '../../database/versions.ts';
import { withActor } from '../../database/with-actor.ts';
import type { Tx } from '../../database/with-actor.ts';
import { enact, open } from '../../activities/enact.ts';
import type { Deps } from '../../activities/deps.ts';
import type { EventRecord, TouchChart } from '../../engine/chart.ts';
import type { Plan } from '../../engine/plan.ts';
import type { Input } from '../../engine/step.ts';
import { compile } from '../../language/compile/compile.ts';
import { eventually } from '../workflows/shell.ts';

export { eventually };

/** Without libraries: no contact hours, no caps, no merging, unless the SOP says so. */
export function planFrom(text: string): Plan {
  const sop = /^sop: (.*)$/m.exec(text)?.[1] ?? '';
  const { plan, diagnostics } = compile(sop, [{ path: `sops/${sop}.yaml`, bytes: new TextEncoder().encode(text) }]);
  if (!plan) throw new Error(diagnostics.map((one) => `${one.span.line} ${one.code}`).join(', '));
  return plan;
}

export type Ward = {
  id: string;
  as<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** A patient whose number nobody else has. */
  patient(fields?: Record<string, string>): Promise<{ id: string; phone: string }>;
  tell(patient: string, name: string, more?: Partial<EventRecord>): Promise<string>;
  /** Discharged, and taken in by the SOP: the enrollment's id. */
  enrolled(patient: string, encounter?: Record<string, string>): Promise<string>;
  /** The patient's enrollment, once there is one. */
  running(patient: string): Promise<string>;
  touches(enrollment: string): Promise<TouchChart[]>;
  messages(enrollment: string): Promise<Awaited<ReturnType<typeof messagesOfEnrollment>>>;
  /** As the server acts: under the lock, with a word for the workflow. */
  act(enrollment: string, inputs: Input[], touches?: string[]): Promise<void>;
  seqOf(enrollment: string): Promise<number>;
};

export async function aWard(
  deps: Deps,
  { plans, libraries = [] }: { plans: Plan[]; libraries?: { path: string; text: string }[] },
): Promise<Ward> {
  const id = `h-${randomUUID()}`;
  const at = deps.clock.now();
  const as: Ward['as'] = (work) => withActor(deps.pool, { kind: 'system', id: 'test', hospital: id }, work);
  await as(async (tx) => {
    await saveHospital(tx, { id, name: '示范医院', phone: '0571-8888', zone: 'Asia/Shanghai', clockOffsetMs: 0, rehearsal: false, at });
    for (const { path, text } of libraries) await saveLibraryFile(tx, { hospital: id, path, text, by: 'test', at });
    for (const plan of plans) await publish(tx, { hospital: id, plan, sources: {}, by: 'test', at });
  });
  const tell: Ward['tell'] = async (patient, name, more = {}) => {
    const event = { id: randomUUID(), name, at: deps.clock.now(), fields: {}, objects: {}, ...more };
    await as((tx) => storeEvent(tx, { hospital: id, patient, event, receivedAt: deps.clock.now() }));
    return event.id;
  };
  let numbers = 10_000_000 + Math.floor(Math.random() * 80_000_000);
  const running: Ward['running'] = async (patient) => {
    const heads = await eventually(
      () => as((tx) => runningOf(tx, patient)),
      (list) => list.length > 0,
    );
    return heads[0]?.id ?? '';
  };
  return {
    id,
    as,
    tell,
    running,
    patient: async (fields = {}) => {
      const patient = `p-${randomUUID()}`;
      const phone = `+86138${numbers++}`;
      await as((tx) =>
        savePatient(tx, {
          hospital: id,
          externalId: patient,
          id: patient,
          at: deps.clock.now(),
          source: 'his',
          fields: { name: '王芳', ...fields },
          addresses: [{ channel: 'phone', value: phone }],
        }),
      );
      return { id: patient, phone };
    },
    enrolled: async (patient, encounter = {}) => {
      await tell(patient, 'encounter.discharged', { objects: { encounter: { id: randomUUID(), department: 'test', ...encounter } } });
      return running(patient);
    },
    touches: (enrollment) => as((tx) => touchChartsOf(tx, enrollment)),
    messages: (enrollment) => as((tx) => messagesOfEnrollment(tx, enrollment)),
    act: (enrollment, inputs, touches = []) =>
      as(async (tx) => {
        const opened = await open(tx, deps, enrollment, { touches });
        await enact(tx, opened, inputs, { word: true });
      }),
    seqOf: async (enrollment) => (await as((tx) => open(tx, deps, enrollment))).chart.enrollment.seq,
  };
}
