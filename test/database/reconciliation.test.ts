import { describe, expect, it } from 'vitest';
import { recordFailure, storeEvent } from '../../database/events.ts';
import { addToOutbox } from '../../database/outbox.ts';
import { reconcile } from '../../database/reconciliation.ts';
import { freshDatabase } from '../setup/database.ts';
import { aWard, day, enroll, message, minute, poolAs, t0, task, touch, type Ward } from './ward.ts';

const database = await freshDatabase();
const pool = poolAs(database.server);

const status = ({ hospital, as }: Ward, now = t0) => as((tx) => reconcile(tx, { hospital, from: t0, to: t0 + day, now }));
const none = {
  unaccounted: 0,
  openInEnded: 0,
  forgotten: 0,
  tasksOfEnded: 0,
  withoutTask: 0,
  acceptedUnmade: 0,
  sendsStuck: 0,
  eventsGivenUp: 0,
};

describe('trap 27: the day reconciles', () => {
  it('planned = ended + open, by outcome, of that day alone', async () => {
    const ward = await aWard(pool);
    const { enrollment } = ward;
    await ward.save([
      touch(enrollment, 'a/1', { outcome: 'sent', endedAt: t0 }), touch(enrollment, 'a/2', { outcome: 'sent', endedAt: t0 }),
      touch(enrollment, 'b/1', { outcome: 'skipped', reason: 'if_false', endedAt: t0 }), touch(enrollment, 'c/1', { target: t0 + day }),
      touch(enrollment, 'd/1', { plannedAt: t0 - 1, target: t0 + day }), touch(enrollment, 'e/1', { plannedAt: t0 + day, target: t0 + day }),
    ]); // prettier-ignore
    expect(await status(ward)).toEqual({
      planned: 4,
      open: 1,
      ended: 3,
      outcomes: { sent: 2, skipped: 1 },
      enrollments: { active: 1, paused: 0, stopping: 0 },
      outbox: { waiting: 0, oldestAt: null, failing: 0 },
      events: { waiting: 0, oldestAt: null, failing: 0 },
      faults: none,
      sound: true,
    });
  });

  it('does not count what waits as it should: held, paused, on its way, asked and not answered yet', async () => {
    const ward = await aWard(pool);
    const { enrollment } = ward;
    await ward.save([
      touch(enrollment, 'a/1', { held: { by: 'paused' } }), touch(enrollment, 'a/2', { held: { by: 'cap', until: t0 + 2 * day } }),
      touch(enrollment, 'a/3', { sending: 'm' }), touch(enrollment, 'a/4', { madeAt: t0, marks: [{ at: t0 + 2 * day, do: 'end', n: 1 }] }),
      touch(enrollment, 'a/5', { target: undefined }), touch(enrollment, 'a/6', { kind: 'task', madeAt: t0 }), task(enrollment, 'a/6'),
    ]); // prettier-ignore
    expect(await status(ward, t0 + day)).toMatchObject({ planned: 6, open: 6, faults: none, sound: true });
  });

  it('finds each way in which something was forgotten', async () => {
    const ward = await aWard(pool);
    const { hospital, patient, enrollment, as } = ward;
    const gone = await enroll(ward, { status: 'stopped', endedAt: t0 });
    await ward.save([
      touch(enrollment, 'forgotten/1'), touch(enrollment, 'forgotten/2', { held: { by: 'cap', until: t0 + minute } }),
      touch(enrollment, 'forgotten/3', { madeAt: t0, marks: [{ at: t0 + minute, do: 'end', n: 1 }] }),
      touch(enrollment, 'call/1', { kind: 'task', madeAt: t0 }),
      touch(enrollment, 'gone/1', { outcome: 'cancelled', reason: 'stopped', endedAt: t0 }),
      touch(enrollment, 'taken/1', { target: t0 + 9 * day }), message(enrollment, 'taken/1'),
      touch(enrollment, 'stuck/1', { sending: 'x' }), message(enrollment, 'stuck/1'),
    ]); // prettier-ignore
    await ward.save([touch(gone, 'open/1', { target: t0 + 9 * day })], { enrollment: gone });
    await as(async (tx) => {
      await tx.query(`update message set status = 'accepted', accepted_at = moment($1) where step = 'taken'`, [t0]);
      await tx.query(
        `insert into task (touch, hospital, enrollment, patient, department, kind, step, role, team, title, urgent, attach, questions, opened_at)
         values ($1, $2, $3, $4, 'cardiology', 'task', 'gone', 'nurse', 'nurses', 't', false, '[]', '[]', moment($5))`,
        [`${enrollment}/gone/1`, hospital, enrollment, patient, t0],
      );
      for (const id of ['bad', 'late'])
        await storeEvent(tx, {
          hospital,
          patient,
          event: { id, name: 'reading.received', at: t0, fields: {}, objects: {} },
          receivedAt: t0,
        });
      const { rows } = await tx.query<{ id: number }>(`select id from event where hospital = $1 and source = 'bad'`, [hospital]);
      await recordFailure(tx, { number: rows[0]!.id, failure: 'x', at: t0 });
      await addToOutbox(tx, { hospital, enrollment, agenda: { seq: 2, moments: {} }, sends: [], at: t0 + 5 });
    });
    expect(await status(ward, t0 + day)).toMatchObject({
      faults: {
        unaccounted: 1,
        openInEnded: 1,
        forgotten: 3,
        tasksOfEnded: 1,
        withoutTask: 1,
        acceptedUnmade: 1,
        sendsStuck: 1,
        eventsGivenUp: 1,
      },
      outbox: { waiting: 1, oldestAt: t0 + 5, failing: 0 },
      events: { waiting: 1, oldestAt: t0, failing: 0 },
      sound: false,
    });
    expect((await status(ward, t0)).faults).toMatchObject({ forgotten: 0, acceptedUnmade: 0, sendsStuck: 0 });
  });
});
