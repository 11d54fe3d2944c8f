import { describe, expect, it } from 'vitest';
import type { Change } from '../../engine/change.ts';
import type { TouchChart } from '../../engine/chart.ts';
import { StaleChart, saveChanges } from '../../database/changes.ts';
import { taskEnding } from '../../database/changes-work.ts';
import { lockEnrollment } from '../../database/charts.ts';
import { createEnrollment } from '../../database/enrollments.ts';
import { listEntries } from '../../database/lists.ts';
import { messagesOf, pendingSends } from '../../database/messages.ts';
import { listTasks, taskEvents } from '../../database/tasks.ts';
import { timelineOf, toldOf, touchesOf } from '../../database/touches.ts';
import { planByHash } from '../../database/versions.ts';
import { freshDatabase } from '../setup/database.ts';
import { aPlan, aWard, anEnrollment, day, enroll, message, minute, poolAs, t0, task, touch } from './ward.ts';

const database = await freshDatabase();
const pool = poolAs(database.server);
const ended = (outcome: TouchChart['outcome'], reason?: TouchChart['reason']): Partial<TouchChart> => ({
  outcome,
  endedAt: t0 + 1,
  ...(reason ? { reason } : {}),
});
const keepsOutcome = { constraint: 'touch_keeps_outcome' };

describe('seq', () => {
  it('rises by one with each transaction, also when nothing of the enrollment itself changes', async () => {
    const { enrollment, save, chart } = await aWard(pool);
    await save([touch(enrollment, 'a/1')]);
    await save([{ kind: 'enrollment', enrollment: { ...(await chart()).enrollment, status: 'paused', seq: 3 } }]);
    expect((await chart()).enrollment).toMatchObject({ status: 'paused', seq: 3 });
  });

  it('refuses what was worked out on a chart that is not the newest, and keeps nothing of it', async () => {
    const { enrollment, save, chart, as } = await aWard(pool);
    await save([touch(enrollment, 'a/1')]);
    const stale = as(async (tx) => {
      const head = (await lockEnrollment(tx, enrollment))!;
      await saveChanges(tx, { enrollment: head, changes: [touch(enrollment, 'b/1')], sends: [], seq: 2, at: t0 });
    });
    await expect(stale).rejects.toThrow(StaleChart);
    expect(Object.keys((await chart()).touches)).toEqual([`${enrollment}/a/1`]);
  });

  it('trap 9: of two who decide about one patient at once the second waits and sees what the first did', async () => {
    const { enrollment, as } = await aWard(pool);
    const seen: number[] = [];
    const decide = () =>
      as(async (tx) => {
        const head = (await lockEnrollment(tx, enrollment))!;
        seen.push(head.seq);
        await new Promise((resolve) => setTimeout(resolve, 50));
        await saveChanges(tx, { enrollment: head, changes: [touch(enrollment, `a/${head.seq}`)], sends: [], seq: head.seq + 1, at: t0 });
      });
    await Promise.all([decide(), decide(), decide()]);
    expect(seen).toEqual([1, 2, 3]);
  });
});

describe('a touch that has ended', () => {
  it('trap 27: keeps its outcome and reason', async () => {
    const { enrollment, save, chart } = await aWard(pool);
    await save([touch(enrollment, 'a/1', ended('skipped', 'if_false'))]);
    await expect(save([touch(enrollment, 'a/1', { madeAt: t0, ...ended('answered') })])).rejects.toMatchObject(keepsOutcome);
    await expect(save([touch(enrollment, 'a/1', { madeAt: t0 })])).rejects.toMatchObject(keepsOutcome);
    await save([touch(enrollment, 'a/1', ended('expired', 'late'))]);
    expect((await chart()).touches[`${enrollment}/a/1`]).toMatchObject({ outcome: 'skipped', reason: 'if_false' });
  });

  it('can still learn that it was answered late', async () => {
    const { enrollment, save, chart } = await aWard(pool);
    await save([touch(enrollment, 'a/1', ended('not_answered', 'silence'))]);
    await save([touch(enrollment, 'a/1', { ...ended('not_answered', 'silence'), answeredLate: true, answers: { pain: 3 } })]);
    expect((await chart()).touches[`${enrollment}/a/1`]).toMatchObject({
      outcome: 'not_answered',
      answeredLate: true,
      answers: { pain: 3 },
    });
  });

  it('is not armed a second time by an event that is heard again', async () => {
    const { enrollment, save, chart } = await aWard(pool);
    await save([touch(enrollment, 'a/1', { ...ended('answered'), madeAt: t0 })]);
    await save([touch(enrollment, 'a/1', { target: t0 + day })]);
    const { touches, tallies } = await chart();
    expect(touches[`${enrollment}/a/1`]).toMatchObject({ outcome: 'answered', target: t0 });
    expect(tallies.a).toEqual({ made: 1, answered: 1, missedInARow: 0 });
  });

  it.each([
    ['expired', 'late'],
    ['skipped', 'same_day'],
    ['cancelled', 'replaced'],
    ['skipped', 'no_base'],
  ] as const)('trap 4: %s (%s) can come again', async (outcome, reason) => {
    const { enrollment, save, chart } = await aWard(pool);
    await save([touch(enrollment, 'a/1', ended(outcome, reason))]);
    await save([touch(enrollment, 'a/1', { target: t0 + day })]);
    expect((await chart()).touches[`${enrollment}/a/1`]).toEqual({
      key: `${enrollment}/a/1`,
      step: 'a',
      occurrence: '1',
      round: 1,
      plannedAt: t0,
      target: t0 + day,
    });
  });

  it('is not opened again by hand, whatever its outcome', async () => {
    const { enrollment, save, as } = await aWard(pool);
    await save([
      touch(enrollment, 'a/1', ended('expired', 'late')),
      touch(enrollment, 'a/2', { madeAt: t0, ...ended('cancelled', 'replaced') }),
    ]);
    await expect(save([touch(enrollment, 'a/2', { madeAt: t0 })])).rejects.toMatchObject(keepsOutcome);
    const byHand = as((tx) =>
      tx.query(`update touch set chart = chart - 'outcome' - 'reason' - 'endedAt' where key = $1`, [`${enrollment}/a/1`]),
    );
    await expect(byHand).rejects.toMatchObject(keepsOutcome);
  });

  it('has an outcome and a reason of the closed lists, and a moment', async () => {
    const { enrollment, save } = await aWard(pool);
    const wrong = (more: object) => save([touch(enrollment, 'a/1', more)]);
    await expect(wrong({ outcome: 'perhaps', endedAt: t0 })).rejects.toMatchObject({ constraint: 'touch_outcome' });
    await expect(wrong({ outcome: 'done', reason: 'because', endedAt: t0 })).rejects.toMatchObject({ constraint: 'touch_reason' });
    await expect(wrong({ outcome: 'done' })).rejects.toMatchObject({ code: '23514' });
    await expect(wrong({ reason: 'late' })).rejects.toMatchObject({ code: '23514' });
  });
});

describe('messages', () => {
  it('the same key is claimed once: the first words stay', async () => {
    const { patient, enrollment, save, as } = await aWard(pool);
    await save([touch(enrollment, 'a/1'), message(enrollment, 'a/1', { words: 'first' })], {
      sends: [{ message: `${enrollment}/a/1/main/sms/1`, touch: `${enrollment}/a/1`, queue: 'carrier-x' }],
    });
    await save([message(enrollment, 'a/1', { words: 'second' })]);
    const messages = await as((tx) => messagesOf(tx, patient));
    expect(messages).toMatchObject([
      { words: 'first', status: 'claimed', queue: 'carrier-x', to: { who: 'patient', address: '+8613800000001' } },
    ]);
    expect(await as((tx) => pendingSends(tx, enrollment))).toEqual([
      { message: `${enrollment}/a/1/main/sms/1`, touch: `${enrollment}/a/1`, queue: 'carrier-x' },
    ]);
  });

  it('keep the order of languages and of questions, which says what comes first', async () => {
    const { patient, enrollment, save, as } = await aWard(pool);
    const label = { kind: 'words' as const, in: { 'zh-CN': ['疼吗'], en: ['Pain?'], de: ['Weh?'] } };
    await save([
      touch(enrollment, 'a/1'),
      message(enrollment, 'a/1', { questions: [{ name: 'pain', label, type: 'number' }], data: { item: 'box', n: 2 } }),
    ]);
    const [stored] = await as((tx) => messagesOf(tx, patient));
    expect(Object.keys((stored!.questions[0]!.label as typeof label).in)).toEqual(['zh-CN', 'en', 'de']);
    expect(stored!.data).toEqual({ item: 'box', n: 2 });
  });

  it('so does a plan', async () => {
    const { hospital, as } = await aWard(pool);
    const { hash, sop } = aPlan();
    const plan = await as((tx) => planByHash(tx, { hospital, sop, hash }));
    expect(JSON.stringify(plan)).toBe(JSON.stringify(aPlan()));
  });
});

describe('tasks follow their touch', () => {
  it.each([
    ['done', undefined, 'done'],
    ['reached', 'on_time', 'done'],
    ['not_reached', 'all_tries', 'done'],
    ['not_done', 'by_person', 'done'],
    ['closed', 'event', 'done'],
    ['not_done', 'nobody', 'expired'],
    ['not_received', 'silence', 'expired'],
    ['expired', 'late', 'expired'],
    ['cancelled', 'stopped', 'cancelled'],
    ['failed', 'rejected', 'cancelled'],
  ] as const)('%s (%s): %s', (outcome, reason, status) => {
    expect(taskEnding(outcome, reason)).toBe(status);
  });

  it('opened with it, ended with it, each step kept with its moment', async () => {
    const { hospital, enrollment, save, as } = await aWard(pool);
    await save([
      touch(enrollment, 'a/1', { kind: 'task', madeAt: t0 }),
      task(enrollment, 'a/1', { attach: [{ kind: 'visit_card' }], because: '疼痛 7 分' }),
    ]);
    const open = await as((tx) => listTasks(tx, { hospital, now: t0 }));
    expect(open.tasks).toMatchObject([
      {
        title: '电话随访',
        because: '疼痛 7 分',
        patientName: '王建国',
        attach: [{ kind: 'visit_card' }],
        status: 'open',
        dueAt: t0 + 60 * minute,
      },
    ]);
    await save([touch(enrollment, 'a/1', { kind: 'task', madeAt: t0, ...ended('cancelled', 'stopped') })], { at: t0 + 2 });
    expect(await as((tx) => listTasks(tx, { hospital, now: t0 }))).toEqual({ tasks: [] });
    expect(await as((tx) => taskEvents(tx, `${enrollment}/a/1`))).toMatchObject([
      { what: 'opened', by: 'worker', at: t0 },
      { what: 'cancelled', at: t0 + 1, data: { outcome: 'cancelled' } },
    ]);
  });

  it('goes to another team without whoever had it, with all that was added', async () => {
    const { hospital, enrollment, save, as } = await aWard(pool);
    await save([touch(enrollment, 'a/1', { kind: 'task' }), task(enrollment, 'a/1', { script: '先问伤口' })]);
    await as((tx) => tx.query(`update task set status = 'claimed', claimed_by = 'n1', claimed_at = moment(0)`));
    const changed = (more: Omit<Extract<Change, { kind: 'task_changed' }>, 'kind' | 'touch'>): Change => ({
      kind: 'task_changed',
      touch: `${enrollment}/a/1`,
      ...more,
    });
    await save([
      changed({ words: '短信没有送到' }),
      changed({ role: 'head_nurse', team: 'heads', dueAt: t0 + day, words: '礼物退回', reach: { who: 'family', via: 'phone' } }),
    ]);
    const { tasks } = await as((tx) => listTasks(tx, { hospital, now: t0 }));
    expect(tasks).toMatchObject([
      {
        status: 'open',
        claimedBy: null,
        role: 'head_nurse',
        team: 'heads',
        dueAt: t0 + day,
        script: '先问伤口\n短信没有送到\n礼物退回',
        reach: { who: 'family', via: 'phone' },
        version: 2,
      },
    ]);
  });
});

describe('what else a step changes', () => {
  it('tells staff, writes the timeline, lists, tags and notes', async () => {
    const { hospital, enrollment, save, chart, as } = await aWard(pool);
    const entry = (step: string, more: object): Change => ({
      kind: 'entry',
      note: `note ${step}`,
      touch: `${enrollment}/${step}/1`,
      at: t0,
      ...more,
    });
    const told: Change = {
      kind: 'told',
      told: { touch: `${enrollment}/a/1`, step: 'a', role: 'nurse', team: 'nurses', at: t0, what: 'rung', n: 1, words: '还没打电话' },
    };
    await save([
      touch(enrollment, 'a/1'),
      touch(enrollment, 'b/1'),
      touch(enrollment, 'c/1'),
      entry('a', { list: 'visits', tag: 'vip' }),
      entry('b', { tag: 'vip' }),
      entry('c', { tag: 'far' }),
      told,
    ]);
    await save([told, { kind: 'timeline', entry: { at: t0, what: 'date_moved', data: { date: 'day_0', from: '2026-11-24', to: null } } }]);
    expect((await chart()).patient.fields.tags).toEqual(['vip', 'far']);
    await save([touch(enrollment, 'd/1'), entry('d', { untag: 'vip' })]);
    expect((await chart()).patient.fields.tags).toEqual(['far']);
    await as(async (tx) => {
      expect(await listEntries(tx, { hospital, list: 'visits' })).toMatchObject([{ note: 'note a', patientName: '王建国', at: t0 }]);
      expect(await toldOf(tx, enrollment)).toMatchObject([{ role: 'nurse', words: '还没打电话' }]);
      expect(await timelineOf(tx, enrollment)).toEqual([
        { seq: 3, at: t0, what: 'date_moved', data: { date: 'day_0', from: '2026-11-24', to: null } },
      ]);
    });
  });

  it('grants points once for a touch', async () => {
    const { enrollment, save, chart } = await aWard(pool);
    const reward: Change = { kind: 'reward', points: 100, howMany: 2, to: 'patient', note: '复诊', touch: `${enrollment}/a/1`, at: t0 };
    await save([touch(enrollment, 'a/1'), reward]);
    await save([reward]);
    expect((await chart()).patient.fields.points).toBe(200);
  });

  it('keeps readings and relatives from answers once', async () => {
    const { enrollment, save, chart } = await aWard(pool);
    const changes: Change[] = [
      touch(enrollment, 'a/1'),
      { kind: 'reading', code: 'glucose', value: 7.1, at: t0, touch: `${enrollment}/a/1` },
      {
        kind: 'relative',
        answers: { family: { name: '王芳', relation: '女儿', phone: '+8613800000002' }, pain: 3 },
        touch: `${enrollment}/a/1`,
      },
    ];
    await save(changes);
    await save(changes);
    const { readings, relatives } = (await chart()).patient;
    expect(readings).toEqual([{ code: 'glucose', value: 7.1, at: t0 }]);
    expect(relatives).toEqual([
      {
        id: `${enrollment}/a/1/family`,
        name: '王芳',
        relation: '女儿',
        consent: true,
        addresses: [{ channel: 'phone', value: '+8613800000002' }],
      },
    ]);
  });

  it('remembers a bad number under each name it has, and an opt-out', async () => {
    const { patient, hospital, enrollment, save, chart, as } = await aWard(pool);
    await as((tx) =>
      tx.query(
        `insert into patient_address (hospital, patient, channel, value, position) values ($1, $2, 'phone', '+861', 0), ($1, $2, 'wechat', '+861', 1), ($1, $2, 'phone', '+862', 2)`,
        [hospital, patient],
      ),
    );
    await save([
      touch(enrollment, 'a/1'),
      { kind: 'address_bad', channel: 'sms', value: '+861' },
      { kind: 'opted_out', at: t0, words: '退订' },
    ]);
    const seen = (await chart()).patient;
    expect(seen.addresses).toEqual([
      { channel: 'phone', value: '+861', bad: true },
      { channel: 'wechat', value: '+861' },
      { channel: 'phone', value: '+862' },
    ]);
    expect(seen.optedOut).toBe(true);
  });

  it('puts what follows and what begins into the queue of events, once', async () => {
    const { enrollment, save, chart } = await aWard(pool);
    const event = { id: `${enrollment}/ended`, name: 'enrollment.ended', at: t0, fields: {}, objects: {} };
    const changes: Change[] = [
      touch(enrollment, 'a/1'),
      { kind: 'event', event },
      { kind: 'start', sop: 'service/care', because: '没有复诊', touch: `${enrollment}/a/1`, at: t0 },
    ];
    await save(changes);
    await save(changes);
    expect((await chart()).events).toEqual([
      event,
      {
        id: `${enrollment}/a/1/start`,
        name: 'enrollment.requested',
        at: t0,
        fields: { sop: 'service/care', because: '没有复诊' },
        objects: {},
      },
    ]);
  });
});

describe('an enrollment', () => {
  it('trap 14: the same thing never starts the same SOP twice', async () => {
    const ward = await aWard(pool);
    const { hospital, patient, as } = ward;
    await enroll(ward, { startedBy: 'encounter:E1' });
    const { sop, hash } = aPlan();
    const again = (more: object) =>
      as((tx) => createEnrollment(tx, { hospital, patient, department: 'cardiology', hash, chart: anEnrollment({ sop }), ...more }));
    expect(await again({ startedBy: 'encounter:E1' })).toBe(false);
    expect(await again({ startedBy: 'encounter:E2' })).toBe(true);
    expect(await again({})).toBe(true);
    expect(await again({})).toBe(true);
  });

  it('shows its touches in order of their moments, a page at a time', async () => {
    const { patient, enrollment, save, as } = await aWard(pool);
    await save([5, 3, 1, 4, 2].map((n) => touch(enrollment, `a/${n}`, { target: t0 + n })));
    const seen: string[] = [];
    for (let after: { at: number; key: string } | undefined; ;) {
      const page = await as((tx) => touchesOf(tx, { patient, enrollment, limit: 2, ...(after ? { after } : {}) }));
      seen.push(...page.map(({ key }) => key.slice(-1)));
      after = page.at(-1);
      if (page.length < 2) break;
    }
    expect(seen).toEqual(['1', '2', '3', '4', '5']);
  });
});
