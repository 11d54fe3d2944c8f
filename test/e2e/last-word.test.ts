/** The row is the last word (design 3.5): stop, pause, death and opt-out count from the moment they are written, told to the workflow or not. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asAdmin } from '../../start/database.ts';
import type { Input } from '../../engine/step.ts';
import { recordConsent } from '../../database/patients.ts';
import { workflowId } from '../../server/temporal/connect.ts';
import type { AgendaView } from '../../workflows/ports.ts';
import { aWard, eventually, planFrom } from './hospital.ts';
import type { Ward } from './hospital.ts';
import { course, timed } from './sops.ts';
import { startWorld } from './world.ts';
import type { World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const anHourBefore = (at: number): { discharge_date: string } => ({ discharge_date: new Date(at - 3_600_000).toISOString() });
const agendaOf = (enrollment: string): Promise<AgendaView> =>
  world.clients.real.workflow.getHandle(workflowId(enrollment)).query<AgendaView, []>('agenda');

type Written = { name: string; write: (ward: Ward, life: { patient: string; enrollment: string }) => Promise<unknown>; becomes: object };
const act =
  (input: Input) =>
  (ward: Ward, { enrollment }: { enrollment: string }) =>
    ward.act(enrollment, [input]);
const written: Written[] = [
  { name: 'a stop', write: act({ do: 'stop', reason: 'stopped' }), becomes: { outcome: 'cancelled' } },
  { name: 'a pause', write: act({ do: 'pause' }), becomes: { held: { by: 'paused' } } },
  {
    name: 'the patient’s death',
    write: (ward, { patient }) => ward.tell(patient, 'patient.died'),
    becomes: { outcome: 'cancelled', reason: 'patient_died' },
  },
  {
    name: 'an opt-out (trap 8)',
    write: (ward, { patient }) => ward.tell(patient, 'patient.opted_out'),
    becomes: { outcome: 'skipped', reason: 'opted_out' },
  },
  {
    name: 'consent that is taken back (trap 8)',
    write: (ward, { patient }) =>
      ward.as((tx) => recordConsent(tx, { hospital: ward.id, patient, purpose: 'care', given: false, source: 'test', at: Date.now() })),
    becomes: { outcome: 'skipped', reason: 'no_consent' },
  },
];

/** No word of this enrollment is told any more: an earlier one waits to be tried again. */
const holdBack = (hospital: string, enrollment: string): Promise<unknown> =>
  asAdmin(world.adminUrl, (client) =>
    client.query(
      `insert into outbox (hospital, enrollment, seq, agenda, sends, created_at, retry_at) values ($1, $2, 0, '{}', '[]', now(), now() + interval '1 day')`,
      [hospital, enrollment],
    ),
  );

const helloOf = async (ward: Ward, enrollment: string) => (await ward.touches(enrollment)).find(({ step }) => step === 'hello');

describe('written while the workflow is told nothing', () => {
  it.concurrent.each([...written, { name: 'nothing', write: () => Promise.resolve(), becomes: { outcome: 'sent' } }])(
    '$name',
    async ({ write, becomes }) => {
      const ward = await aWard(world.deps, { plans: [planFrom(timed)] });
      const { id: patient } = await ward.patient();
      const due = Date.now() + 4_000;
      const enrollment = await ward.enrolled(patient, anHourBefore(due));
      const heard = (
        await eventually(
          () => agendaOf(enrollment).catch(() => undefined),
          (view) => (view?.agenda.heard ?? 0) > 0,
        )
      )?.agenda.heard;
      await holdBack(ward.id, enrollment);
      await write(ward, { patient, enrollment });
      await eventually(
        () => Promise.resolve(Date.now()),
        (now) => now > due + 500,
      );
      expect(
        await eventually(
          () => helloOf(ward, enrollment),
          (touch) => matches(touch, becomes),
        ),
      ).toMatchObject(becomes);
      const sent = 'outcome' in becomes && becomes.outcome === 'sent';
      expect((await world.sandbox.get(`/counts?prefix=${enrollment}`)).total).toBe(sent ? 1 : 0);
      expect((await agendaOf(enrollment).catch(() => ({ agenda: { heard } }))).agenda.heard).toBe(heard);
    },
  );
});

describe('written between the claim and the carrier’s call', () => {
  it.concurrent.each([...written, { name: 'nothing', write: () => Promise.resolve(), becomes: { outcome: 'sent' } }])(
    '$name',
    async ({ write, becomes }) => {
      const ward = await aWard(world.deps, { plans: [planFrom(course)] });
      const { id: patient, phone } = await ward.patient();
      const enrollment = await ward.enrolled(patient);
      // Claimed, and twice the carrier takes nothing: it is called again after one second and two more.
      await world.sandbox.post('/behaviours', { address: phone, answer: 'down', times: 2 });
      await ward.tell(patient, 'lab.done');
      await eventually(
        () => ward.messages(enrollment),
        (messages) => messages.length === 1,
      );
      await pause(300);
      await write(ward, { patient, enrollment });
      expect(
        await eventually(
          () => helloOf(ward, enrollment),
          (touch) => matches(touch, becomes),
        ),
      ).toMatchObject(becomes);
      await pause(4_000);
      const sent = 'outcome' in becomes && becomes.outcome === 'sent';
      expect((await world.sandbox.get(`/counts?prefix=${enrollment}`)).total).toBe(sent ? 1 : 0);
      const [message] = await eventually(
        () => ward.messages(enrollment),
        ([one]) => one !== undefined && !['claimed', 'sending'].includes(one.status),
      );
      expect(message?.status).toMatch(sent ? /accepted|delivered/ : /withdrawn/);
    },
  );
});

function matches(touch: object | undefined, wanted: object): boolean {
  try {
    expect(touch).toMatchObject(wanted);
    return true;
  } catch {
    return false;
  }
}
