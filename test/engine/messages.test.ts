/** Messages: merged, reminded, asked again, refused, kept for later (language.md 9, 10.5, 11). */
import { describe, expect, it } from 'vitest';
import type { CarrierWord } from '../../engine/carrying.ts';
import type { MessageClaimed } from '../../engine/change.ts';
import { aHouse, aPlan } from './a-plan.ts';
import { step } from '../../engine/step.ts';
import { aChart, answers, does, env, happens, lifeOf, moment, onTouch, says, touchOf, written } from './a-life.ts';
import type { Telling } from './a-life.ts';

const word = (id: string, at: string, more = '') => `
- id: ${id}
  day: 1
  at: ${at}
  message: { text: ${id}${more} }`;
const question = (id: string, day: string, at: string, more = '') => `
- id: ${id}
  day: ${day}
  at: ${at}
  message: { text: ${id} }
  ask: { score: { label: 疼痛, type: number, min: 0, max: 10 } }
  wait: 8 hours${more}
  then: { not_answered: go on }`;

describe('merging (language.md 10.5, row 9)', () => {
  const plan = aPlan({ steps: word('one', '09:00') + word('two', '10:30') + word('three', '11:30') });
  it('messages due within two hours are one message, and each ends sent (merged)', () => {
    const life = lifeOf(plan);
    expect(life.messages.map(({ words, sentAt }) => [words, written(sentAt)])).toEqual([
      ['one\n\ntwo', '2026-03-12 09:00'],
      ['three', '2026-03-12 11:30'],
    ]);
    expect(life.of('one')).toEqual(['2026-03-12 09:00 sent (merged)']);
    expect(life.of('two')).toEqual(['2026-03-12 09:00 sent (merged)']);
    expect(life.of('three')).toEqual(['2026-03-12 11:30 sent (by_channel)']);
  });
  it('counts as one contact', () => {
    const capped = aPlan({ steps: word('one', '09:00') + word('two', '10:30') + word('three', '13:00'), contact: 'at_most: 2 a day' });
    expect(lifeOf(capped).of('three')).toEqual(['2026-03-12 13:00 sent (by_channel)']);
  });
  it.each([
    ['contact.merge: never', aPlan({ steps: word('one', '09:00') + word('two', '10:00'), contact: 'merge: never' })],
    ['alone', aPlan({ steps: word('one', '09:00') + word('two', '10:00', ', alone: true') })],
    ['urgent', aPlan({ steps: word('one', '09:00') + word('two', '10:00', ', urgent: true') })],
    ['a question', aPlan({ steps: word('one', '09:00') + question('two', '1', '10:00') })],
    ['another channel', aPlan({ steps: word('one', '09:00') + word('two', '10:00', ', via: [sms]') })],
    [
      'a condition that does not hold',
      aPlan({ steps: word('one', '09:00') + word('two', '10:00').replace('message:', 'if: patient.age > 300\n  message:') }),
    ],
  ])('not with %s', (_why, other) => {
    const life = lifeOf(other, { patient: { fields: { name: '王芳', age: 50 } } });
    expect(life.messages.find((message) => message.step === 'one')?.words).toBe('one');
    expect(life.of('one')).toEqual(['2026-03-12 09:00 sent (by_channel)']);
  });
  it('refused by the first channel: all of it goes by the next', () => {
    const life = lifeOf(plan, { carrier: only('sms') });
    expect(life.messages.map(({ channel, words }) => [channel, words]).slice(0, 2)).toEqual([
      ['wechat', 'one\n\ntwo'],
      ['sms', 'one\n\ntwo'],
    ]);
    expect(life.of('two')).toEqual(['2026-03-12 09:00 sent (merged)']);
  });
  it('the first one is cancelled before it has gone: the others go their own way', () => {
    const life = lifeOf(plan, {
      carrier: (message, now) => (message.step === 'one' ? { word: 'later', until: now + 1_800_000 } : { word: 'accepted', at: now }),
      moves: [does('2026-03-12 09:10', { do: 'cancel', touch: 'e1/one/1' })],
    });
    expect(life.of('one')).toEqual(['[2026-03-12 09:00] cancelled (by_person)']);
    expect(life.of('two')).toEqual(['2026-03-12 10:30 sent (merged)']);
  });
  it('taken back before the carrier was called: each is looked at again', () => {
    const two = aPlan({ steps: word('one', '09:00') + word('two', '10:30') });
    const at = (clock: string) => ({ ...env, now: moment(clock) });
    const begun = step(two, aChart(two), [{ do: 'begin' }], at('2026-03-11 11:00'));
    const claimed = step(two, begun.chart, [{ do: 'make', touch: 'e1/one/1' }], at('2026-03-12 09:00'));
    const optedOut = { ...claimed.chart, patient: { ...claimed.chart.patient, optedOut: true } };
    const back = step(
      two,
      optedOut,
      [{ do: 'carried', message: claimed.sends[0]!.message, word: { word: 'withdrawn' } }],
      at('2026-03-12 09:00'),
    );
    expect(back.chart.touches['e1/one/1']).toMatchObject({ outcome: 'skipped', reason: 'opted_out' });
    expect(back.chart.touches['e1/two/1']?.sending).toBeUndefined();
    expect(back.agenda.moments['two/1']).toMatchObject([{ do: 'make', at: moment('2026-03-12 10:30') }]);
    const closed = step(
      two,
      claimed.chart,
      [{ do: 'carried', message: claimed.sends[0]!.message, word: { word: 'withdrawn' } }],
      at('2026-03-12 21:00'),
    );
    expect(closed.chart.touches['e1/one/1']).toMatchObject({ outcome: 'expired', reason: 'contact_hours' });
    expect(closed.chart.touches['e1/two/1']?.sending).toBeUndefined();
    const talking = { ...claimed.chart, staffTalkedAt: moment('2026-03-12 09:00') };
    const held = step(
      two,
      talking,
      [{ do: 'carried', message: claimed.sends[0]!.message, word: { word: 'withdrawn' } }],
      at('2026-03-12 09:01'),
    );
    expect(held.chart.touches['e1/one/1']).toMatchObject({ held: { by: 'talking' } });
    expect(held.chart.touches['e1/two/1']?.sending).toBeUndefined();
  });
  it('an unknown result is unknown for all that went along', () => {
    const life = lifeOf(plan, {
      carrier: (message, now) => (message.step === 'one' ? { word: 'unknown' } : { word: 'accepted', at: now }),
      until: '2026-03-12 13:00',
    });
    expect(life.of('one')).toEqual(['[2026-03-12 09:00] failed (unknown_result)']);
    expect(life.of('two')).toEqual(['[2026-03-12 10:30] failed (unknown_result)']);
    expect(life.touches('no_way')).toHaveLength(1);
  });
});

const only =
  (channel: string): NonNullable<Telling['carrier']> =>
  (message: MessageClaimed, now: number): CarrierWord =>
    message.channel === channel ? { word: 'accepted', at: now } : { word: 'refused', reason: 'rejected' };

describe('caps (language.md 10.5, row 8)', () => {
  it('five due at the very same moment are not five messages', () => {
    const steps = ['a', 'b', 'c', 'd', 'e'].map((id) => question(id, '1', '09:00', '\n  late: 2 days')).join('');
    const life = lifeOf(aPlan({ steps, contact: 'at_most: 2 a day' }));
    const days = life.messages.map((message) => written(message.sentAt));
    expect(days).toEqual(['2026-03-12 09:00', '2026-03-12 09:00', '2026-03-13 08:30', '2026-03-13 08:30', '2026-03-14 08:30']);
  });
  it('what is of higher purpose and still due keeps its place', () => {
    const plan = aPlan({ steps: question('a', '1', '09:00'), contact: 'purpose: service\nat_most: 1 a day' });
    const coming = [{ at: moment('2026-03-12 15:00'), purpose: 'care' as const, urgent: false, enrollment: 'other' }];
    const house = aHouse({ atMost: { times: 1, per: 'day' } });
    expect(lifeOf(plan, { house, chart: { coming } }).of('a')).toEqual(['[2026-03-12 09:00] expired (cap)']);
    expect(lifeOf(plan, { house, chart: { coming: [{ ...coming[0]!, purpose: 'marketing' }] } }).of('a')).toEqual([
      '2026-03-12 09:00 not_answered (silence)',
    ]);
  });
  it('one that the carrier refused does not count', () => {
    const plan = aPlan({ steps: question('a', '1', '09:00'), contact: 'at_most: 1 a day' });
    expect(lifeOf(plan, { carrier: only('sms') }).of('a')).toEqual(['2026-03-12 09:00 not_answered (silence)']);
  });
  it('urgent ones are not held', () => {
    const steps = question('a', '1', '09:00') + word('b', '09:00', ', urgent: true');
    expect(lifeOf(aPlan({ steps, contact: 'at_most: 1 a day' })).of('b')).toEqual(['2026-03-12 09:00 sent (by_channel)']);
  });
});

describe('talking', () => {
  it('holds automation until it has been quiet for an hour', () => {
    const life = lifeOf(aPlan({ steps: question('a', '1', '09:00') }), { chart: { staffTalkedAt: moment('2026-03-12 08:40') } });
    expect(life.of('a')).toEqual(['2026-03-12 09:40 not_answered (silence)']);
  });
});

describe('reminders', () => {
  const remind = question('a', '1', '09:00', '\n  remind: [2 hours, 4 hours]');
  it('send the text again, and stop with the answer', () => {
    const life = lifeOf(aPlan({ steps: remind }), { moves: [answers('2026-03-12 12:00', 'a', { score: 1 })] });
    expect(life.messages.map(({ part, sentAt }) => [part, written(sentAt)])).toEqual([
      ['main', '2026-03-12 09:00'],
      ['remind.1', '2026-03-12 11:00'],
    ]);
  });
  it('count against the cap', () => {
    const life = lifeOf(aPlan({ steps: remind, contact: 'at_most: 2 a day' }));
    expect(life.messages.map((message) => message.part)).toEqual(['main', 'remind.1']);
  });
  it('wait for the morning, within the wait', () => {
    const life = lifeOf(aPlan({ steps: question('a', '1', '20:00', '\n  remind: 2 hours').replace('8 hours', '20 hours') }));
    expect(life.messages.map((message) => written(message.sentAt))).toEqual(['2026-03-12 20:00', '2026-03-13 08:30']);
    const short = lifeOf(aPlan({ steps: question('a', '1', '20:00', '\n  remind: 2 hours').replace('8 hours', '3 hours') }));
    expect(short.messages).toHaveLength(1);
  });
  it('do not go out behind the end of the wait, after an outage', () => {
    const life = lifeOf(aPlan({ steps: remind }), { moves: [{ at: moment('2026-03-12 10:00'), down: moment('2026-03-13 10:00') }] });
    expect(life.messages).toHaveLength(1);
  });
  it('come again when the carrier could not take one', () => {
    let n = 0;
    const life = lifeOf(aPlan({ steps: question('a', '1', '09:00', '\n  remind: 2 hours') }), {
      carrier: (_message, now) => (n++ === 1 ? { word: 'later', until: now + 600_000 } : { word: 'accepted', at: now }),
    });
    expect(life.messages.map((message) => written(message.sentAt))).toEqual(['2026-03-12 09:00', '2026-03-12 11:00', '2026-03-12 11:10']);
  });
});

describe('a reply that was not understood', () => {
  it('is asked once more with the choices, is read by a person, and the end says so', () => {
    const steps = `
- id: a
  day: 1
  at: 09:00
  message: { text: 伤口怎么样 }
  ask: { wound: { label: 伤口, type: choice, options: { fine: 正常, red: 红肿 } } }
  wait: 8 hours
  then: { not_answered: go on }
- id: wrote
  title: 看一看
  when: patient.wrote
  task: { by: nurse }
  due: 1 day`;
    const life = lifeOf(aPlan({ steps }), { moves: [says('2026-03-12 10:00', '今天天气不错'), says('2026-03-12 11:00', '是啊')] });
    expect(life.messages.map(({ part, words, counts }) => [part, words, counts])).toEqual([
      ['main', '伤口怎么样', true],
      ['again', '伤口\n请回复：正常、红肿', false],
    ]);
    expect(life.of('a')).toEqual(['2026-03-12 09:00 not_answered (not_understood)']);
    expect(life.touches('wrote')).toHaveLength(2);
  });
});

describe('carriers (language.md 11)', () => {
  const plan = aPlan({ steps: question('a', '1', '09:00') + word('b', '15:00') });
  it('a refusal is a step to the next channel; the last one fails, and somebody is asked', () => {
    const life = lifeOf(plan, { carrier: () => ({ word: 'refused', reason: 'rejected' }), until: '2026-03-12 16:00' });
    expect(life.of('a')).toEqual(['[2026-03-12 09:00] failed (rejected)']);
    expect(life.messages.slice(0, 2).map((message) => message.channel)).toEqual(['wechat', 'sms']);
    expect(life.touches('no_way')).toHaveLength(1);
  });
  it('a number that is wrong is marked', () => {
    const life = lifeOf(plan, {
      patient: { addresses: [{ channel: 'phone', value: '+861' }] },
      carrier: () => ({ word: 'refused', reason: 'bad_number' }),
      until: '2026-03-12 16:00',
    });
    expect(life.of('a')).toEqual(['[2026-03-12 09:00] failed (bad_number)']);
    expect(life.chart.patient.addresses).toEqual([{ channel: 'phone', value: '+861', bad: true }]);
    expect(life.life.changes.map(({ change }) => change).filter((change) => change.kind === 'address_bad')).toEqual([
      { kind: 'address_bad', channel: 'phone', value: '+861' },
    ]);
    expect(life.messages).toHaveLength(1);
  });
  it('a refusal behind the acceptance: the next channel makes it, and the wait counts from there', () => {
    const life = lifeOf(plan, {
      moves: [
        {
          at: moment('2026-03-12 09:30'),
          inputs: (chart) => [{ do: 'refused_later', message: `${touchOf(chart, 'a')?.key ?? ''}/main/wechat/1`, reason: 'rejected' }],
        },
      ],
    });
    expect(life.of('a')).toEqual(['2026-03-12 09:30 not_answered (silence)']);
    expect(life.touches('a')[0]?.endedAt).toBe(moment('2026-03-12 17:30'));
  });
  it('a receipt says that it was delivered; without one the carrier’s time does', () => {
    const life = lifeOf(plan);
    expect(life.touches('b')[0]).toMatchObject({ outcome: 'sent', endedAt: moment('2026-03-12 15:10') });
    const received = lifeOf(plan, {
      moves: [onTouch('2026-03-12 15:02', 'b', (touch) => ({ do: 'reported', message: `${touch}/main/wechat/1`, state: 'delivered' }))],
    });
    expect(received.touches('b')[0]).toMatchObject({ outcome: 'sent', endedAt: moment('2026-03-12 15:02') });
  });
  it('down: held, looked at again from the top, and failed when it is too late', () => {
    const life = lifeOf(plan, { carrier: (_message, now) => ({ word: 'later', until: now + 3_600_000 }), until: '2026-03-13 09:00' });
    expect(life.of('a')).toEqual(['[2026-03-12 09:00] failed (carrier_down)']);
    const back = lifeOf(plan, {
      carrier: (_message, now) =>
        now < moment('2026-03-12 12:00') ? { word: 'later', until: now + 3_600_000 } : { word: 'accepted', at: now },
    });
    expect(back.of('a')).toEqual(['2026-03-12 12:00 not_answered (silence)']);
  });
  it('an answer that comes before the carrier’s word counts, and the word changes nothing', () => {
    const life = lifeOf(plan, {
      carrier: (message, now) => (message.step === 'a' ? { word: 'later', until: now + 60_000 } : { word: 'accepted', at: now }),
      moves: [],
      until: '2026-03-12 09:00',
    });
    expect(life.touches('a')[0]).toMatchObject({ held: { by: 'carrier_down' } });
  });
});

describe('late answers (language.md 9)', () => {
  const steps = `
- id: pain
  day: [1, 2]
  at: 09:00
  message: { text: 疼吗 }
  ask: { score: { label: 疼痛, type: number, min: 0, max: 10 } }
  wait: 8 hours
  then:
    answered:
      - id: look
        title: 看看
        if: pain.score > 5
        task: { by: nurse }
        due: 1 hour
    not_answered: go on`;
  it('are kept, what follows an answer is done, the outcome stays', () => {
    const life = lifeOf(aPlan({ steps }), { moves: [says('2026-03-12 20:00', '8')], until: '2026-03-12 21:00' });
    expect(life.of('pain')[0]).toBe('2026-03-12 09:00 not_answered (silence)');
    expect(life.touches('pain')[0]).toMatchObject({ answeredLate: true, answers: { score: 8 } });
    expect(life.of('look')).toEqual(['2026-03-12 20:00 open']);
  });
  it('until the step’s next touch is made', () => {
    const life = lifeOf(aPlan({ steps }), {
      moves: [onTouch('2026-03-13 09:30', 'pain', () => ({ do: 'answer', touch: 'e1/pain/1', answers: { score: 8 } }))],
      until: '2026-03-13 10:00',
    });
    expect(life.touches('pain')[0]?.answeredLate).toBeUndefined();
    expect(life.of('look')).toEqual([]);
  });
});

it('alarm words are looked at in an answer from a page, too (trap 7)', () => {
  const steps = `
- id: more
  day: 1
  at: 09:00
  message: { text: 请填 }
  ask:
    score: { label: 疼痛, type: number, min: 0, max: 10 }
    words: { label: 还有什么, type: text, optional: true }
  wait: 8 hours
  then: { not_answered: go on }
- id: alarm
  title: 紧急：{{ event.words }}
  when: patient.alarm
  task: { by: nurse, urgent: true }
  due: 30 minutes`;
  const life = lifeOf(aPlan({ steps }), {
    moves: [answers('2026-03-12 10:00', 'more', { score: 2, words: '一直止不住血' })],
    until: '2026-03-12 10:10',
  });
  expect(life.of('more')).toEqual(['2026-03-12 09:00 answered (answer)']);
  expect(life.of('alarm')).toEqual(['2026-03-12 10:00 open']);
});

describe('gifts (language.md 5, 12)', () => {
  const steps = `
- id: box
  day: 5
  at: 10:00
  gift: { item: recovery_box, by: nurse, check_address: 2 days }
  wait: 3 days
  then: { received: go on, not_received: go on }`;
  it('ask for the address that long before, and move with the date', () => {
    const life = lifeOf(aPlan({ steps }));
    expect(life.messages.map(({ part, channel, sentAt }) => [part, channel, written(sentAt)])).toEqual([
      ['check', 'wechat', '2026-03-14 10:00'],
      ['main', 'fulfilment', '2026-03-16 10:00'],
    ]);
    const moved = lifeOf(aPlan({ steps }), {
      moves: [
        happens('2026-03-12 10:00', 'encounter.updated', {
          objects: { encounter: { id: 'E1', discharge_date: '2026-03-14T03:00:00.000Z' } },
        }),
      ],
    });
    expect(moved.messages.map((message) => written(message.sentAt))).toEqual(['2026-03-17 10:00', '2026-03-19 10:00']);
  });
  it('without an address who packs is told in time, and again when it cannot be sent', () => {
    const life = lifeOf(aPlan({ steps }), { patient: { addresses: [{ channel: 'wechat', value: 'w' }] }, until: '2026-03-17 10:00' });
    expect(life.of('box')).toEqual(['[2026-03-16 10:00] failed (no_address)']);
    const told = life.life.changes.flatMap(({ change }) => (change.kind === 'told' && change.told.what === 'note' ? [change.told] : []));
    expect(told.map(({ role, what, words, at }) => [role, what, words, written(at)])).toEqual([
      ['nurse', 'note', 'no_address', '2026-03-14 10:00'],
      ['nurse', 'note', 'no_address', '2026-03-16 10:00'],
    ]);
  });
  it('without stock who packs is told', () => {
    const life = lifeOf(aPlan({ steps }), {
      carrier: (message, now) =>
        message.channel === 'fulfilment' ? { word: 'refused', reason: 'no_stock' } : { word: 'accepted', at: now },
      until: '2026-03-17 10:00',
    });
    expect(life.of('box')).toEqual(['[2026-03-16 10:00] failed (no_stock)']);
    expect(life.life.changes.some(({ change }) => change.kind === 'told' && change.told.words === 'no_stock')).toBe(true);
  });
  it('a report ends it, only once it is under way', () => {
    const result = (at: string) => does(at, { do: 'result', touch: 'e1/box/5', outcome: 'received', reason: 'signed' });
    expect(lifeOf(aPlan({ steps }), { moves: [result('2026-03-17 10:00')] }).of('box')).toEqual(['2026-03-16 10:00 received (signed)']);
    expect(lifeOf(aPlan({ steps }), { moves: [result('2026-03-12 10:00')] }).of('box')).toEqual([
      '2026-03-16 10:00 not_received (silence)',
    ]);
  });
});
