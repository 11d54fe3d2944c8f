import { describe, expect, it } from 'vitest';
import { aDischarge, aHouse, day, hour, morning, type Json } from './house.ts';

const house = await aHouse();
const sop = 'cardiology/pci-discharge';
const codes = (body: Json) => body.errors?.map(({ field, code }: Json) => `${field}: ${code}`);
const encounter = (id: string, more = {}) => ({ ...aDischarge().encounter, id, ...more });

async function discharged(number: string, at = morning): Promise<string> {
  house.clock.now = at;
  await house.post(
    '/v1/events',
    aDischarge({
      patient: { externalId: number, name: '王芳', phone: `138000${number.padStart(5, '0')}` },
      encounter: encounter(`E${number}`),
    }),
  );
  await house.dispatch();
  return (await house.get(`/v1/patients/${number}`)).body.enrollments[0].id;
}
const see = async (id: string, more = '') => (await house.get(`/v1/enrollments/${id}${more}`)).body;
/** What comes, without what hangs on somebody's silence. */
const sureOf = (body: Json): string[] =>
  body.coming.filter((one: Json) => !one.ifSilent && !one.would).map((one: Json) => `${one.step}/${one.occurrence} ${one.target.local}`);

describe('an enrollment', () => {
  it('shows past and future, and why and why not, in both languages', async () => {
    const id = await discharged('201');
    const body = await see(id);
    expect(body).toMatchObject({
      sop,
      status: 'active',
      patient: { externalId: '201', name: '王芳' },
      dates: { day_0: '2026-11-24T01:00:00.000Z' },
      timeline: [{ what: 'started', words: { zh: expect.stringContaining('开始') } }],
    });
    expect(body.comingComplete).toBe(true);
    expect(sureOf(body)).toEqual(
      expect.arrayContaining(['ring/1 2026-11-25 20:00', 'ring/2 2026-11-26 20:00', 'pain/1 2026-11-25 09:00', 'home/1 2026-11-25 18:00']),
    );
  });

  it('trap 1: what was over before it began is left out, and says why', async () => {
    const id = await discharged('204', morning + 10 * day);
    const { touches } = await see(id);
    const left = touches.filter(({ outcome }: Json) => outcome === 'expired');
    expect(left.map(({ step }: Json) => step)).toEqual(expect.arrayContaining(['video', 'ring', 'pain', 'home']));
    expect(left.every(({ reason, why }: Json) => reason === 'late' && why.zh === '过期不做：晚了' && why.en === 'expired: late')).toBe(
      true,
    );
    expect(touches.flatMap(({ messages }: Json) => messages)).toEqual([]);
  });

  it('foresees what then happens: lived through, nothing of it was different', async () => {
    const id = await discharged('202');
    const foreseen = (await see(id)).coming.filter((one: Json) => !one.would && one.target.at < new Date(morning + 20 * day).toISOString());
    await house.wakeUntil(id, morning + 20 * day);
    const made = new Map(
      (await see(id)).touches.filter((one: Json) => one.made).map((one: Json) => [`${one.step}/${one.occurrence}`, one.made.local]),
    );
    expect(foreseen.length).toBeGreaterThan(15);
    expect(foreseen.map((one: Json) => [`${one.step}/${one.occurrence}`, made.get(`${one.step}/${one.occurrence}`)])).toEqual(
      foreseen.map((one: Json) => [`${one.step}/${one.occurrence}`, one.target.local]),
    );
  });

  it('looks as far as asked', async () => {
    const id = await discharged('203');
    const near = await see(id, '?until=2026-11-26T00:00:00Z');
    expect(near.coming.length).toBeGreaterThan(0);
    expect(near.coming.every((one: Json) => one.target.at <= '2026-11-26T00:00:00.000Z')).toBe(true);
  });

  it('404 for one that is not there', async () => {
    expect((await house.get('/v1/enrollments/nothing')).status).toBe(404);
  });
});

describe('starting by hand', () => {
  it('enrolls, whatever the SOP’s own start says, and says where to look', async () => {
    house.clock.now = morning;
    const started = await house.post('/v1/enrollments', {
      sop,
      patient: { externalId: '211', name: '李雷', phone: '13800000211' },
      because: '门诊转来',
      dates: { day_0: '2026-11-24' },
    });
    expect(started).toMatchObject({ status: 201, body: { sop, dates: { day_0: '2026-11-24' } } });
    expect(started.headers.get('location')).toBe(`/v1/enrollments/${started.body.id}`);
    expect(await see(started.body.id)).toMatchObject({ because: '门诊转来', status: 'active' });
  });

  it('keeps a date that was given when the patient’s events are heard', async () => {
    const { id } = (await house.get('/v1/patients/211')).body.enrollments[0];
    await house.post('/v1/events', { name: 'encounter.updated', patient: { externalId: '211' }, encounter: { id: 'E-other' } });
    await house.dispatch();
    expect(await see(id)).toMatchObject({ status: 'active', dates: { day_0: '2026-11-24' } });
  });

  it('the event about the same stay, when it comes, starts no second one', async () => {
    house.clock.now = morning;
    const started = await house.post('/v1/enrollments', {
      sop,
      patient: { externalId: '212', name: '韩梅' },
      encounter: encounter('E212'),
    });
    expect(started.status).toBe(201);
    await house.post('/v1/events', aDischarge({ patient: { externalId: '212' }, encounter: encounter('E212') }));
    await house.dispatch();
    expect((await house.get('/v1/patients/212')).body.enrollments).toMatchObject([{ id: started.body.id, status: 'active' }]);
  });

  it.each([
    ['already_in', { patient: { externalId: '212' }, encounter: encounter('E212') }],
    ['no_date', { patient: { externalId: '213', name: '无日期' } }],
  ])('409 with the reason: %s', async (why, more) => {
    const answer = await house.post('/v1/enrollments', { sop, ...more });
    expect(answer).toMatchObject({ status: 409, body: { type: '/problems/not-admitted', why } });
  });

  it.each([
    ['an unknown SOP', { sop: 'cardiology/nothing' }, 'sop: unknown-sop'],
    ['an unknown patient', { patient: { externalId: 'nobody' } }, 'patient: unknown-patient'],
    ['an unknown date', { dates: { day_1: '2026-11-24' } }, 'dates.day_1: unknown-date'],
    ['a start in the future', { startedAt: '2027-01-01T00:00:00Z' }, 'startedAt: in-the-future'],
    ['an unknown step', { history: [{ step: 'xray', at: '2026-11-23T15:00:00+08:00' }] }, 'history[0].step: unknown-step'],
    [
      'a wrong outcome',
      { history: [{ step: 'ring', occurrence: '1', outcome: 'answered', at: '2026-11-23T15:00:00+08:00' }] },
      'history[0].outcome: not-an-outcome',
    ],
    [
      'a day the step does not have',
      { history: [{ step: 'ring', occurrence: '9', outcome: 'rang', at: '2026-11-23T15:00:00+08:00' }] },
      'history[0].occurrence: unknown-occurrence',
    ],
    [
      'wrong answers',
      { history: [{ step: 'pain', occurrence: '1', outcome: 'answered', answers: { score: 11 }, at: '2026-11-23T15:00:00+08:00' }] },
      'history[0].answers.score: out-of-range',
    ],
    [
      'what has not happened yet',
      { history: [{ step: 'ring', occurrence: '1', outcome: 'rang', at: '2026-12-23T15:00:00+08:00' }] },
      'history[0].at: in-the-future',
    ],
  ])('refuses %s and names the field', async (_what, more, wanted) => {
    house.clock.now = morning;
    const answer = await house.post('/v1/enrollments', {
      sop,
      patient: { externalId: '214', name: '周舟' },
      encounter: encounter('E214'),
      ...more,
    });
    expect(answer.status).toBe(422);
    expect(codes(answer.body)).toContain(wanted);
  });
});

describe('taking a patient over in mid-course', () => {
  it('comes to the same future as having lived through it, and repeats nothing', async () => {
    const lived = await discharged('221');
    await house.wakeUntil(lived, morning + 2 * day + 13 * hour);
    const past = await see(lived);
    const history = past.touches
      .filter(({ made, ended }: Json) => made || ended)
      .map(({ step, occurrence, outcome, reason, made, ended, answers }: Json) => ({
        step,
        occurrence,
        at: (made ?? ended).at,
        ...(outcome ? { outcome } : {}),
        ...(reason ? { reason } : {}),
        ...(answers ? { answers } : {}),
      }));
    expect(history.length).toBeGreaterThan(4);
    const taken = await house.post('/v1/enrollments', {
      sop,
      patient: { externalId: '222', name: '王芳', phone: '13800000222' },
      encounter: encounter('E222'),
      startedAt: past.started.at,
      history,
    });
    expect(taken.status).toBe(201);
    const now = await see(taken.body.id);
    expect(now.timeline).toMatchObject([{ what: 'taken_over' }]);
    expect(now.touches.flatMap((one: Json) => one.messages)).toEqual([]);
    expect(sureOf(now)).toEqual(sureOf(past));
    const ended = (body: Json) =>
      body.touches
        .filter((one: Json) => one.outcome)
        .map((one: Json) => `${one.step}/${one.occurrence} ${one.outcome}`)
        .sort();
    expect(ended(now)).toEqual(ended(past));
  });
});

describe('a change, and its preview', () => {
  const both = async (id: string, change: object): Promise<Json> => {
    const before = await see(id);
    const shown = await house.post(`/v1/enrollments/${id}/previews`, { change });
    expect(shown.status).toBe(200);
    expect(await see(id)).toEqual(before);
    const done = await house.post(
      `/v1/enrollments/${id}/changes`,
      { change, reason: '病房通知' },
      { headers: { 'x-aftercare-staff': 'nurse-1' } },
    );
    expect(done).toMatchObject({ status: 200, body: shown.body });
    return done.body;
  };

  it('trap 4: moving day 0 moves what is not done, repeats nothing, and says so before', async () => {
    const id = await discharged('231');
    await house.wakeUntil(id, morning + day + 12 * hour);
    const before = await see(id);
    const found = await both(id, { do: 'move_date', date: 'day_0', value: '2026-11-25T09:00:00+08:00' });
    expect(found.dates).toEqual([{ date: 'day_0', from: '2026-11-24T01:00:00.000Z', to: '2026-11-25T01:00:00.000Z' }]);
    expect(found.moved).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          step: 'pain',
          occurrence: '2',
          from: expect.objectContaining({ local: '2026-11-26 09:00' }),
          to: expect.objectContaining({ local: '2026-11-27 09:00' }),
        }),
      ]),
    );
    expect(found.words.some(({ zh }: Json) => zh.includes('2026-11-26 09:00 → 2026-11-27 09:00'))).toBe(true);
    const after = await see(id);
    const made = (body: Json) => body.touches.filter((one: Json) => one.made).map((one: Json) => `${one.key} ${one.made.at}`);
    expect(made(after)).toEqual(expect.arrayContaining(made(before)));
    expect(sureOf(after)).toEqual(expect.arrayContaining(['pain/2 2026-11-27 09:00', 'ring/3 2026-11-28 20:00']));
    await house.wakeUntil(id, morning + 6 * day);
    const pains = (await see(id)).touches
      .filter(({ step, made: at }: Json) => step === 'pain' && at)
      .map(({ occurrence, made: at }: Json) => `${occurrence} ${at.local}`);
    expect(pains).toEqual(['1 2026-11-25 09:00', '2 2026-11-27 09:00', '3 2026-11-28 09:00']);
  });

  it('pauses and resumes', async () => {
    const id = await discharged('232');
    expect(await both(id, { do: 'pause', until: '2026-11-26T09:00:00+08:00' })).toMatchObject({ status: { from: 'active', to: 'paused' } });
    expect(await see(id)).toMatchObject({ status: 'paused', pause: { until: { local: '2026-11-26 09:00' } } });
    expect((await house.post(`/v1/enrollments/${id}/previews`, { change: { do: 'pause' } })).body).toMatchObject({
      status: 409,
      type: '/problems/already-paused',
    });
    expect(await both(id, { do: 'resume' })).toMatchObject({ status: { from: 'paused', to: 'active' } });
  });

  it('cancels one touch and no other', async () => {
    const id = await discharged('233');
    const { key } = (await see(id)).touches.find(({ step, outcome }: Json) => step === 'ring' && !outcome);
    const found = await both(id, { do: 'cancel_touch', touch: key });
    expect(found.cancelled).toMatchObject([{ step: 'ring', occurrence: '1', reason: 'by_person' }]);
    expect(
      (await house.post(`/v1/enrollments/${id}/changes`, { change: { do: 'cancel_touch', touch: key }, reason: 'x' })).body,
    ).toMatchObject({ status: 409, type: '/problems/touch-ended' });
  });

  it('stops; afterwards there is nothing to change', async () => {
    const id = await discharged('234');
    const found = await both(id, { do: 'stop' });
    expect(found.status).toEqual({ from: 'active', to: 'stopped' });
    expect(found.cancelled.length).toBeGreaterThan(2);
    expect(await see(id)).toMatchObject({ status: 'stopped', endReason: 'by_person', coming: [] });
    expect((await house.post(`/v1/enrollments/${id}/previews`, { change: { do: 'resume' } })).body).toMatchObject({
      status: 409,
      type: '/problems/enrollment-ended',
    });
  });

  it('keeps who did it and why', async () => {
    const id = await discharged('235');
    await both(id, { do: 'pause' });
    const lines = await house.tx((tx) =>
      import('../../database/audit.ts').then(({ auditOf }) => auditOf(tx, { hospital: 'default', subject: `enrollment/${id}` })),
    );
    expect(lines).toMatchObject([{ kind: 'staff', actor: 'nurse-1', what: 'enrollment.pause', why: '病房通知' }]);
  });

  it.each([
    [{ do: 'move_date', date: 'day_9', value: '2026-11-25' }, 'change.date: unknown-date'],
    [{ do: 'move_date', date: 'day_0', value: 'tomorrow' }, 'change.value: bad-date'],
    [{ do: 'pause', until: '2026-01-01T00:00:00Z' }, 'change.until: in-the-past'],
    [{ do: 'cancel_touch', touch: 'x/y/z' }, 'change.touch: unknown-touch'],
    [{ do: 'jump' }, 'change.do: not-an-option'],
  ])('refuses %j', async (change, wanted) => {
    const id = await discharged('236');
    const answer = await house.post(`/v1/enrollments/${id}/previews`, { change });
    expect(answer.status).toBe(422);
    expect(codes(answer.body)).toEqual([wanted]);
  });
});
