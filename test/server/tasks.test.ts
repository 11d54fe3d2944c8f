import { describe, expect, it } from 'vitest';
import { aDischarge, aHouse, day, hour, morning, type Json } from './house.ts';

const house = await aHouse();
const as = (staff: string) => ({ headers: { 'x-aftercare-staff': staff } });

/** A discharged patient on the evening of the day before: the nurse's tasks of day −1 are left out, day 1 brings the first. */
async function discharged(number: string, at = morning): Promise<string> {
  house.clock.now = at;
  const event = aDischarge({
    patient: { externalId: number, name: '王芳', phone: `138000${number.padStart(5, '0')}` },
    encounter: { ...aDischarge().encounter, id: `E${number}` },
  });
  expect((await house.post('/v1/events', event)).status).toBe(202);
  await house.dispatch();
  return (await house.get(`/v1/patients/${number}`)).body.enrollments[0].id;
}
const tasksOf = async (enrollment: string, status = 'all'): Promise<Json[]> =>
  (await house.get(`/v1/tasks?enrollment=${enrollment}&status=${status}&snoozed=true`)).body.tasks;
const taskOf = async (enrollment: string, step: string): Promise<Json> => (await tasksOf(enrollment)).find(({ why }) => why.step === step);
const says = async (number: string, words: string) => {
  await house.post('/v1/events', { name: 'patient.alarm', patient: { externalId: number }, fields: { words } });
  await house.dispatch();
};

describe('the inbox', () => {
  it('trap 22: a task shows who, why now, what to say, the last answers, and the way to reach the patient', async () => {
    const enrollment = await discharged('101');
    await house.wakeUntil(enrollment, morning + day + 30 * 60_000);
    const [touch] = (await house.get(`/v1/enrollments/${enrollment}`)).body.touches.filter(
      ({ step, made }: Json) => step === 'pain' && made,
    );
    expect(touch).toMatchObject({ outcome: null, why: { en: 'waits for an answer or for somebody to do it' } });
    await house.tx((tx) =>
      import('../../activities/enact.ts').then(async ({ enact, open }) =>
        enact(tx, await open(tx, house.deps, enrollment), [{ do: 'answer', touch: touch.key, answers: { score: 8 } }], { word: true }),
      ),
    );
    const line = await taskOf(enrollment, 'pain_urgent');
    const { body } = await house.get(`/v1/tasks/${line.id}`);
    expect(body).toMatchObject({
      urgent: true,
      patient: { externalId: '101', name: '王芳' },
      why: { sop: 'cardiology/pci-discharge', step: 'pain_urgent', words: expect.stringContaining('8') },
      reach: { to: [{ name: '王芳', channel: 'phone', value: '+8613800000101' }], note: null },
      lastAnswers: [{ step: 'pain', answers: [{ name: 'score', value: 8 }] }],
      contactHours: { zone: 'Asia/Shanghai', now: '09:30' },
    });
    expect(body.title).toContain('王芳');
    expect(body.due.local).toBe('2026-11-25 10:00');
  });

  it('filters, and pages without showing one twice', async () => {
    const enrollment = await discharged('102');
    await house.wakeUntil(enrollment, morning + 4 * day);
    const all = await tasksOf(enrollment);
    const seen: number[] = [];
    for (let after = ''; ;) {
      const page = (await house.get(`/v1/tasks?enrollment=${enrollment}&status=all&snoozed=true&limit=2${after && `&after=${after}`}`))
        .body;
      seen.push(...page.tasks.map(({ id }: Json) => id));
      if (page.next === undefined) break;
      after = page.next;
    }
    expect(seen).toEqual(all.map(({ id }) => id));
    expect(new Set(seen).size).toBe(seen.length);
    const overdue = (await house.get(`/v1/tasks?patient=102&overdue=true`)).body.tasks;
    expect(overdue.length).toBeGreaterThan(0);
    expect(overdue.every((task: Json) => task.overdue && task.patient.externalId === '102')).toBe(true);
    const [{ team }] = all;
    expect((await house.get(`/v1/tasks?team=${team}&team=other&status=all`)).body.tasks.every((task: Json) => task.team === team)).toBe(
      true,
    );
    expect((await house.get('/v1/tasks?team=nobody')).body.tasks).toEqual([]);
  });

  it.each([
    ['/v1/tasks?colour=red', 'colour: unknown-field'],
    ['/v1/tasks?limit=0', 'limit: too-small'],
    ['/v1/tasks?after=x', 'after: bad-mark'],
    ['/v1/tasks?overdue=maybe', 'overdue: not-an-option'],
    ['/v1/tasks?patient=nobody', 'patient: unknown-patient'],
    ['/v1/tasks/abc', 'id: bad-format'],
  ])('refuses %s', async (path, wanted) => {
    const { status, body } = await house.get(path);
    expect(status).toBe(422);
    expect(body.errors.map(({ field, code }: Json) => `${field}: ${code}`)).toEqual([wanted]);
  });
});

describe('a claim', () => {
  it('trap 11: of twenty who claim at once one has it, and the others are told who', async () => {
    const enrollment = await discharged('111');
    await house.wakeUntil(enrollment, morning + 2 * day + 4 * hour);
    const [task] = await tasksOf(enrollment, 'open');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => house.post(`/v1/tasks/${task.id}/claim`, undefined, as(`nurse-${i}`))),
    );
    const winners = answers.filter(({ status }) => status === 200);
    expect(winners).toHaveLength(1);
    const winner = winners[0]!.body.claimedBy;
    const others = answers.filter(({ status }) => status === 409);
    expect(others).toHaveLength(19);
    expect(others.every(({ body }) => body.type === '/problems/claimed' && body.claimedBy === winner && body.title.includes(winner))).toBe(
      true,
    );
    expect((await house.get('/v1/tasks?mine=true', as(winner))).body.tasks.map(({ id }: Json) => id)).toContain(task.id);
    expect((await house.get('/v1/tasks?mine=true', as('nurse-x'))).body.tasks).toEqual([]);
  });

  it('can be given back, and taken away by the one above', async () => {
    const enrollment = await discharged('112');
    await house.wakeUntil(enrollment, morning + 2 * day + 4 * hour);
    const { id } = (await tasksOf(enrollment, 'open'))[0];
    await house.post(`/v1/tasks/${id}/claim`, undefined, as('nurse-1'));
    expect((await house.post(`/v1/tasks/${id}/release`, undefined, as('nurse-2'))).body).toMatchObject({
      status: 409,
      claimedBy: 'nurse-1',
    });
    expect((await house.post(`/v1/tasks/${id}/release`, { anyone: true }, as('head'))).body).toMatchObject({
      status: 'open',
      claimedBy: null,
    });
    expect((await house.post(`/v1/tasks/${id}/release`, undefined, as('nurse-2'))).body).toMatchObject({
      status: 409,
      type: '/problems/not-claimed',
    });
    expect((await house.post(`/v1/tasks/${id}/claim`, undefined, as('nurse-2'))).body).toMatchObject({
      status: 'claimed',
      claimedBy: 'nurse-2',
    });
  });

  it('holds for the version that was seen, if asked for', async () => {
    const enrollment = await discharged('113');
    await house.wakeUntil(enrollment, morning + 2 * day + 4 * hour);
    const { id } = (await tasksOf(enrollment, 'open'))[0];
    const etag = (await house.get(`/v1/tasks/${id}`)).headers.get('etag')!;
    await house.post(`/v1/tasks/${id}/snooze`, { until: '2026-11-27T09:00:00+08:00' });
    const late = await house.post(`/v1/tasks/${id}/claim`, undefined, { headers: { 'if-match': etag } });
    expect(late).toMatchObject({ status: 412, body: { type: '/problems/changed' } });
  });
});

describe('completing', () => {
  it('trap 12: an overdue task, and one that closed by itself, can still be completed, and is marked late', async () => {
    const enrollment = await discharged('121');
    await house.wakeUntil(enrollment, morning + 3 * day);
    const overdue = (await house.get('/v1/tasks?patient=121&overdue=true')).body.tasks[0];
    const questions = (await house.get(`/v1/tasks/${overdue.id}`)).body.questions;
    const done = await house.post(
      `/v1/tasks/${overdue.id}/complete`,
      { result: overdue.kind === 'call' ? 'reached' : 'done', answers: answersTo(questions) },
      as('nurse-1'),
    );
    expect(done).toMatchObject({ status: 200, body: { status: 'done', late: true, completedBy: 'nurse-1' } });

    await house.wakeUntil(enrollment, morning + 20 * day);
    const expired = (await tasksOf(enrollment)).find(({ status, outcome }) => status === 'expired' && outcome === 'not_done');
    expect(expired).toBeDefined();
    const asked = (await house.get(`/v1/tasks/${expired.id}`)).body;
    const late = await house.post(
      `/v1/tasks/${expired.id}/complete`,
      { result: expired.kind === 'call' ? 'reached' : 'done', answers: answersTo(asked.questions) },
      as('nurse-1'),
    );
    expect(late).toMatchObject({ status: 200, body: { status: 'done', late: true } });
    const touch = (await house.get(`/v1/enrollments/${enrollment}`)).body.touches.find((one: Json) => one.task?.id === expired.id);
    expect(touch).toMatchObject({ outcome: 'not_done', reason: 'nobody', answeredLate: true });
    expect((await house.post(`/v1/tasks/${expired.id}/complete`, { result: 'done' })).status).toBeGreaterThanOrEqual(400);
  });

  it('checks answers, each at its place', async () => {
    const enrollment = await discharged('122');
    await house.wakeUntil(enrollment, morning + 3 * day + 9 * hour);
    const call = await taskOf(enrollment, 'three_questions_call');
    const { body } = await house.post(`/v1/tasks/${call.id}/complete`, { result: 'reached', answers: { nonsense: 1 } });
    expect(body.status).toBe(422);
    expect(body.errors.map(({ field, code }: Json) => `${field}: ${code}`)).toEqual(
      expect.arrayContaining(['answers.nonsense: unknown-question']),
    );
    expect(body.errors[0].message.zh).toBeTruthy();
    expect((await house.post(`/v1/tasks/${call.id}/complete`, { result: 'done' })).body.errors).toMatchObject([{ field: 'result' }]);
    expect((await house.post(`/v1/tasks/${call.id}/complete`, { result: 'vanished' })).body.errors).toMatchObject([{ field: 'result' }]);
  });

  it('moves the enrollment on in the same transaction, and tells the workflow', async () => {
    const enrollment = await discharged('123');
    await house.wakeUntil(enrollment, morning + 3 * day + 9 * hour);
    const call = await taskOf(enrollment, 'three_questions_call');
    const before = await words(enrollment);
    const { body } = await house.get(`/v1/tasks/${call.id}`);
    await house.post(`/v1/tasks/${call.id}/claim`, undefined, as('nurse-1'));
    const done = await house.post(
      `/v1/tasks/${call.id}/complete`,
      { result: 'reached', answers: answersTo(body.questions) },
      as('nurse-1'),
    );
    expect(done.body).toMatchObject({
      status: 'done',
      outcome: 'reached',
      completedBy: 'nurse-1',
      events: expect.arrayContaining([expect.objectContaining({ what: 'completed', by: 'nurse-1' })]),
    });
    expect(await words(enrollment)).toBe(before + 2);
    expect(
      (await house.post(`/v1/tasks/${call.id}/complete`, { result: 'not_done', reason: '又点了一次' }, as('nurse-2'))).body,
    ).toMatchObject({ status: 409, type: '/problems/ended', completedBy: 'nurse-1' });
  });

  it('keeps why something was not done', async () => {
    const enrollment = await discharged('124');
    await house.wakeUntil(enrollment, morning + 3 * day + 9 * hour);
    const call = await taskOf(enrollment, 'three_questions_call');
    const done = await house.post(`/v1/tasks/${call.id}/complete`, { result: 'not_done', reason: '患者已转院' }, as('nurse-1'));
    expect(done.body).toMatchObject({
      outcome: 'not_done',
      events: expect.arrayContaining([expect.objectContaining({ note: '患者已转院' })]),
    });
  });
});

describe('a call that reached nobody', () => {
  it('comes back by its tries, goes over to the family, and ends when all are made', async () => {
    const enrollment = await discharged('131');
    await house.put('/v1/patients/131', {
      relatives: [{ id: 'son', name: '王强', relation: '儿子', consent: true, phone: '13900000131' }],
    });
    await house.wakeUntil(enrollment, morning + 3 * day + 9 * hour);
    const { id } = await taskOf(enrollment, 'three_questions_call');
    const first = await house.post(`/v1/tasks/${id}/no-answer`, undefined, as('nurse-1'));
    expect(first.body).toMatchObject({ status: 'open', tries: { made: 1 } });
    expect(first.body.putOffUntil.at).toBe(new Date(house.clock.now + 2 * hour).toISOString());
    const called = await house.post(`/v1/tasks/${id}/no-answer`, { result: 'call_back', at: '2026-11-27T20:30:00+08:00' }, as('nurse-1'));
    expect(called.body).toMatchObject({ status: 'open', putOffUntil: { local: '2026-11-27 20:30' } });
    const { of } = called.body.tries;
    let last: Json;
    for (let made = 1; made < of; made++) last = (await house.post(`/v1/tasks/${id}/no-answer`, { result: 'busy' }, as('nurse-1'))).body;
    expect(last).toMatchObject({ status: 'done', outcome: 'not_reached' });
  });

  it('goes another way when the number is wrong', async () => {
    const enrollment = await discharged('132');
    await house.put('/v1/patients/132', { relatives: [{ id: 'son', name: '王强', consent: true, phone: '13900000132' }] });
    await house.wakeUntil(enrollment, morning + 3 * day + 9 * hour);
    const { id } = await taskOf(enrollment, 'three_questions_call');
    const { body } = await house.post(`/v1/tasks/${id}/complete`, { result: 'wrong_number' }, as('nurse-1'));
    expect(body).toMatchObject({ status: 'open', reach: { who: 'family', to: [{ name: '王强', value: '+8613900000132' }] } });
    expect((await house.get('/v1/patients/132')).body.addresses).toMatchObject([{ value: '+8613800000132', bad: true }]);
  });

  it('trap 14: a death told on the phone stops everything, at once', async () => {
    const enrollment = await discharged('133');
    await house.wakeUntil(enrollment, morning + 3 * day + 9 * hour);
    const { id } = await taskOf(enrollment, 'three_questions_call');
    await house.post(`/v1/tasks/${id}/complete`, { result: 'died' }, as('nurse-1'));
    expect((await house.get('/v1/patients/133')).body.diedAt).not.toBeNull();
    expect((await house.get(`/v1/enrollments/${enrollment}`)).body).toMatchObject({
      status: 'stopped',
      endReason: 'patient_died',
      coming: [],
    });
  });
});

it('an alarm without a step of its own is an urgent task with the words on it', async () => {
  const enrollment = await discharged('141');
  await says('141', '伤口出血止不住');
  const urgent = (await tasksOf(enrollment)).find((task) => task.urgent);
  expect(urgent).toMatchObject({ status: 'open', patient: { externalId: '141' } });
});

const words = (enrollment: string): Promise<number> =>
  house.tx(async (tx) =>
    Number((await tx.query<{ n: number }>('select count(*) as n from outbox where enrollment = $1', [enrollment])).rows[0]!.n),
  );

/** Something that fits every question. */
function answersTo(questions: Json[]): Record<string, unknown> {
  return Object.fromEntries(
    questions
      .filter(({ conditional, optional }) => !conditional && !optional)
      .map(({ name, type, options, min }) => {
        const values: Record<string, unknown> = {
          yes_no: 'yes',
          choice: options?.[0]?.code,
          choices: [options?.[0]?.code],
          number: min,
          text: '好',
          photo: true,
          date: '2026-11-24',
          person: { name: '王强' },
        };
        return [name, values[type]];
      }),
  );
}
