/** Effectively once (design 3.8): what a carrier may have taken is looked up, and never sent again by itself. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { reportEvent } from '../../activities/hear-report.ts';
import { putBack } from '../../activities/send.ts';
import { createPerform } from '../../activities/perform.ts';
import { startAttempt } from '../../database/messages.ts';
import { planFrom } from '../e2e/hospital.ts';
import { course } from '../e2e/sops.ts';
import { accepted, down, hands, minute, start, unknown } from './carrier.ts';
import type { Hands } from './carrier.ts';

let at: Hands;
beforeAll(async () => {
  at = await hands(planFrom(course));
});
beforeEach(() => {
  at.clock.now = start;
  Object.assign(at.carrier, { calls: [], lookups: [], answers: [], finds: [] });
});

const helloOf = async (enrollment: string) => (await at.ward.touches(enrollment)).find(({ step }) => step === 'hello');
const messageOf = async (enrollment: string) => (await at.ward.messages(enrollment)).at(-1);
const away = { name: 'Error', message: expect.any(String) };
type Life = Awaited<ReturnType<Hands['claimed']>>;

describe('a call without a clear answer', () => {
  it('is looked up, found, and counts as accepted', async () => {
    const life = await at.claimed();
    Object.assign(at.carrier, { answers: [unknown], finds: [{ found: 'one', carrierId: 'c-9' }] });
    await at.attempt(life);
    expect(at.carrier.calls).toEqual([life.message]);
    expect(await messageOf(life.enrollment)).toMatchObject({ status: 'accepted', carrierId: 'c-9' });
    expect(await helloOf(life.enrollment)).toMatchObject({ madeAt: start });
  });

  it.each([{ found: 'none' as const }, { found: 'unclear' as const }])(
    '%o: ends failed, a person is asked, and it never goes out again by itself',
    async (found) => {
      const life = await at.claimed();
      Object.assign(at.carrier, { answers: [unknown], finds: [found] });
      await at.attempt(life);
      await at.attempt(life);
      at.clock.now += 24 * 60 * minute;
      expect(await at.wake(life.enrollment)).toEqual([]);
      expect(at.carrier.calls).toEqual([life.message]);
      const touches = await at.ward.touches(life.enrollment);
      expect(touches.find(({ step }) => step === 'hello')).toMatchObject({ outcome: 'failed', reason: 'unknown_result' });
      expect(touches.filter(({ step }) => step === 'no_way')).toHaveLength(1);
    },
  );

  it('is looked up again as long as nobody can be asked', async () => {
    const life = await at.claimed();
    Object.assign(at.carrier, { answers: [unknown], finds: [{ found: 'later', detail: 'away' }] });
    await expect(at.attempt(life)).rejects.toMatchObject(away);
    at.clock.now += minute;
    at.carrier.finds = [{ found: 'later', detail: 'away' }];
    await expect(at.attempt(life, minute)).rejects.toMatchObject(away);
    at.clock.now += minute;
    at.carrier.finds = [{ found: 'one', carrierId: 'c-9' }];
    await at.attempt(life, 2 * minute);
    expect(at.carrier.calls).toHaveLength(1);
    expect(await messageOf(life.enrollment)).toMatchObject({ status: 'accepted' });
  });

  it('after an hour of that a person decides', async () => {
    const life = await at.claimed();
    Object.assign(at.carrier, { answers: [unknown], finds: [{ found: 'later', detail: 'away' }] });
    await expect(at.attempt(life)).rejects.toMatchObject(away);
    at.clock.now += 61 * minute;
    at.carrier.finds = [{ found: 'later', detail: 'away' }];
    await at.attempt(life, 61 * minute);
    expect(at.carrier.calls).toHaveLength(1);
    expect(await helloOf(life.enrollment)).toMatchObject({ outcome: 'failed', reason: 'unknown_result' });
  });

  it('trap 9: a worker that died in the call: not while the call may be under way, then by look-up alone', async () => {
    const life = await at.claimed();
    await at.ward.as((tx) => startAttempt(tx, { key: life.message, at: at.clock.now }));
    await expect(at.attempt(life)).rejects.toMatchObject(away);
    expect(at.carrier).toMatchObject({ calls: [], lookups: [] });
    at.clock.now += 31_000;
    at.carrier.finds = [{ found: 'one', carrierId: 'c-9' }];
    await at.attempt(life);
    expect(at.carrier).toMatchObject({ calls: [], lookups: [life.message] });
    expect(await messageOf(life.enrollment)).toMatchObject({ status: 'accepted', carrierId: 'c-9' });
  });
});

describe('a storm of attempts', () => {
  it('calls the carrier once', async () => {
    const life = await at.claimed();
    at.carrier.answers = [() => new Promise((resolve) => setTimeout(() => resolve(accepted), 200))];
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => at.attempt(life)));
    expect(at.carrier).toMatchObject({ calls: [life.message], lookups: [] });
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
    await at.attempt(life);
    expect(at.carrier.calls).toHaveLength(1);
    expect(await messageOf(life.enrollment)).toMatchObject({ status: 'accepted' });
  });

  it('an attempt whose answer was lost says everything again', async () => {
    const life = await at.claimed();
    const first = await at.attempt(life);
    const again = await at.attempt(life);
    expect(again.agenda).toMatchObject({ whole: true, moments: first.agenda.moments });
    expect(at.carrier.calls).toHaveLength(1);
  });
});

describe('a carrier that is down', () => {
  it('for less than a minute: the same message, tried again', async () => {
    const life = await at.claimed();
    at.carrier.answers = [down];
    await expect(at.attempt(life)).rejects.toMatchObject(away);
    expect(await messageOf(life.enrollment)).toMatchObject({ status: 'claimed' });
    await at.attempt(life, 1_000);
    expect(at.carrier.calls).toEqual([life.message, life.message]);
    expect(await messageOf(life.enrollment)).toMatchObject({ status: 'accepted' });
  });

  it('for longer: held, decided anew, and made when it is back', async () => {
    const life = await at.claimed();
    at.carrier.answers = [down];
    await at.attempt(life, minute);
    expect(await helloOf(life.enrollment)).toMatchObject({ held: { by: 'carrier_down', until: start + 5 * minute } });
    expect(await at.wake(life.enrollment)).toEqual([]);
    at.clock.now += 5 * minute;
    const [next = ''] = await at.wake(life.enrollment);
    expect(next).not.toBe(life.message);
    await at.attempt({ ...life, message: next });
    expect(await helloOf(life.enrollment)).toMatchObject({ madeAt: at.clock.now });
    expect(at.carrier.calls).toEqual([life.message, next]);
  });

  it('for longer than it may be late: failed, and it says why', async () => {
    const life = await at.claimed();
    let message = life.message;
    for (let n = 0; n < 200 && (await helloOf(life.enrollment))?.outcome === undefined; n++) {
      at.carrier.answers = [{ ...down, after: at.clock.now + 60 * minute } as typeof down];
      await at.attempt({ ...life, message }, minute);
      at.clock.now += 60 * minute;
      message = (await at.wake(life.enrollment))[0] ?? message;
    }
    expect(await helloOf(life.enrollment)).toMatchObject({ outcome: 'failed', reason: 'carrier_down' });
    expect(at.clock.now - start).toBeLessThan(14 * 60 * minute);
  });
});

describe('what overtakes the carrier’s own answer', () => {
  const report = (life: Life, more: object) =>
    at.ward.tell(life.patient, reportEvent, { fields: { report: { id: 'r', message: life.message, at: at.clock.now, ...more } as never } });

  it('a receipt: made and sent', async () => {
    const life = await at.claimed();
    at.carrier.answers = [
      async () => {
        await report(life, { kind: 'receipt', state: 'delivered' });
        await at.dispatchAll();
        return accepted;
      },
    ];
    await at.attempt(life);
    expect(await helloOf(life.enrollment)).toMatchObject({ outcome: 'sent', madeAt: start });
  });

  it('a receipt for a call whose worker died: made and sent, and nobody is called', async () => {
    const life = await at.claimed();
    await at.ward.as((tx) => startAttempt(tx, { key: life.message, at: at.clock.now }));
    await report(life, { kind: 'receipt', state: 'delivered' });
    await at.dispatchAll();
    await at.attempt(life);
    expect(await helloOf(life.enrollment)).toMatchObject({ outcome: 'sent' });
    expect(at.carrier).toMatchObject({ calls: [], lookups: [] });
  });

  it('a refusal: not sent', async () => {
    const life = await at.claimed();
    at.carrier.answers = [
      async () => {
        await report(life, { kind: 'refusal', reason: 'rejected', detail: 'no' });
        await at.dispatchAll();
        return accepted;
      },
    ];
    await at.attempt(life);
    expect(await messageOf(life.enrollment)).toMatchObject({ status: 'refused' });
    expect(await helloOf(life.enrollment)).toMatchObject({ outcome: 'failed' });
  });
});

describe('a message that was left lying', () => {
  it('for longer than an hour is decided anew, and not sent as it was', async () => {
    const life = await at.claimed();
    at.clock.now += 8 * 60 * minute;
    const { sends } = await at.attempt(life);
    expect(at.carrier.calls).toEqual([]);
    expect(sends).toHaveLength(1);
    expect(sends[0]?.message).not.toBe(life.message);
    await at.attempt({ ...life, message: sends[0]?.message ?? '' });
    expect(at.carrier.calls).toEqual([sends[0]?.message]);
  });

  it('trap 5: for days: expired, not sent stale', async () => {
    const life = await at.claimed();
    at.clock.now += 8 * 24 * 60 * minute;
    await at.attempt(life);
    expect(at.carrier.calls).toEqual([]);
    expect(await helloOf(life.enrollment)).toMatchObject({ outcome: 'expired' });
  });

  it('is put back by the workflow: held if it was never called, a person’s if it was', async () => {
    const [never, begun] = [await at.claimed(), await at.claimed()];
    const back = ({ enrollment, message }: Life) => putBack(at.deps, { enrollment, message, virtualNow: 0 }, () => undefined);
    await back(never);
    expect(await helloOf(never.enrollment)).toMatchObject({ held: { by: 'carrier_down' } });
    await at.ward.as((tx) => startAttempt(tx, { key: begun.message, at: at.clock.now }));
    await back(begun);
    expect(await helloOf(begun.enrollment)).toMatchObject({ outcome: 'failed', reason: 'unknown_result' });
  });
});

describe('perform', () => {
  const perform = () => createPerform(at.deps, () => undefined);

  it('ends a workflow whose enrollment is not there any more', async () => {
    const { agenda, sends } = await perform()({ enrollment: 'nobody', items: [], virtualNow: 0 });
    expect({ ended: agenda.ended, sends }).toEqual({ ended: true, sends: [] });
  });

  it('asked for everything, also names the messages that wait for their carrier', async () => {
    const life = await at.claimed();
    const { agenda, sends } = await perform()({ enrollment: life.enrollment, items: [], virtualNow: 0 });
    expect(agenda.whole).toBe(true);
    expect(sends.map(({ message }) => message)).toEqual([life.message]);
  });

  it('asked a second time for what is done, changes nothing and says everything', async () => {
    const life = await at.claimed();
    const item = { touch: life.message.split('/').slice(1, 3).join('/'), do: 'make' as const, n: 0, at: start };
    const seq = await at.ward.seqOf(life.enrollment);
    const { agenda, sends } = await perform()({ enrollment: life.enrollment, items: [item], virtualNow: 0 });
    expect({ whole: agenda.whole, seq: agenda.seq }).toEqual({ whole: true, seq });
    expect(sends.map(({ message }) => message)).toEqual([life.message]);
    expect(await at.ward.messages(life.enrollment)).toHaveLength(1);
  });
});
