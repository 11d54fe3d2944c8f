/** What people do: tasks and persons' calls, their tries, their ladder (language.md 4, 5, 11, 12). */
import { describe, expect, it } from 'vitest';
import type { Told } from '../../engine/change.ts';
import type { Telling, Told as Life } from './a-life.ts';
import { completes, discharge, does, happens, lifeOf, moment, works, written } from './a-life.ts';
import { aPlan } from './a-plan.ts';

const toldIn = (life: Life): (string | number)[][] =>
  life.life.changes
    .flatMap(({ change }) => (change.kind === 'told' ? [change.told] : []))
    .map(({ role, what, n, at }: Told) => [role, what, n, written(at)]);
const call = `
- id: phone
  title: 电话
  day: 1
  at: 09:00
  call: { by: nurse }
  due: 4 hours`;
const family = [{ id: 'r', name: '王明', consent: true, addresses: [{ channel: 'phone' as const, value: '+8613800000009' }] }];
const tries = (n: number, from = 9): Telling['moves'] =>
  Array.from({ length: n }, (_, i) =>
    works(`2026-03-12 ${String(from + 2 * i).padStart(2, '0')}:30`, 'phone', { act: 'no_answer', by: 'n1' }),
  );
const reaches = (life: Life) =>
  life.life.changes.flatMap(({ change }) =>
    change.kind === 'task_changed' ? [[change.reach?.who, change.snoozedUntil && written(change.snoozedUntil)]] : [],
  );

describe('tries of a call', () => {
  it('three times every two hours, then the family who consented, then not_reached and somebody is asked', () => {
    const life = lifeOf(aPlan({ steps: call }), { patient: { relatives: family }, moves: tries(4)!, until: '2026-03-12 16:00' });
    expect(reaches(life)).toEqual([
      ['patient', '2026-03-12 11:30'],
      ['patient', '2026-03-12 13:30'],
      ['family', '2026-03-12 15:30'],
    ]);
    expect(life.of('phone')).toEqual(['2026-03-12 09:00 not_reached (all_tries)']);
    expect(life.touches('no_way')).toHaveLength(1);
  });
  it('nobody without consent is phoned (trap 15)', () => {
    const life = lifeOf(aPlan({ steps: call }), {
      patient: { relatives: [{ ...family[0]!, consent: false }] },
      moves: tries(3)!,
      until: '2026-03-12 16:00',
    });
    expect(reaches(life).map(([who]) => who)).toEqual(['patient', 'patient']);
    expect(life.of('phone')).toEqual(['2026-03-12 09:00 not_reached (all_tries)']);
  });
  it('the next try is no earlier than the patient may be phoned', () => {
    const life = lifeOf(aPlan({ steps: call }), {
      moves: [works('2026-03-12 20:30', 'phone', { act: 'busy', by: 'n1' })],
      until: '2026-03-12 21:00',
    });
    expect(reaches(life)).toEqual([['patient', '2026-03-13 08:30']]);
  });
  it('run to their end even past due and wait', () => {
    const life = lifeOf(aPlan({ steps: call }), {
      moves: [
        works('2026-03-19 12:00', 'phone', { act: 'call_back', by: 'n1', at: moment('2026-03-25 10:00') }),
        completes('2026-03-25 10:10', 'phone'),
      ],
    });
    expect(life.of('phone')).toEqual(['2026-03-12 09:00 reached (late)']);
  });
  it('a wrong number: another number of the patient’s, then another way', () => {
    const addresses = [
      { channel: 'phone' as const, value: '+861' },
      { channel: 'phone' as const, value: '+862' },
    ];
    const wrong = (at: string) => works(at, 'phone', { act: 'wrong_number', by: 'n1' });
    const life = lifeOf(aPlan({ steps: call }), {
      patient: { addresses, relatives: family },
      moves: [wrong('2026-03-12 10:00'), wrong('2026-03-12 10:30')],
      until: '2026-03-12 11:00',
    });
    expect(reaches(life).map(([who]) => who)).toEqual(['patient', 'family']);
    expect(life.chart.patient.addresses.map((address) => address.bad)).toEqual([true, true]);
    const alone = lifeOf(aPlan({ steps: call }), {
      patient: { addresses: addresses.slice(0, 1) },
      moves: [wrong('2026-03-12 10:00')],
      until: '2026-03-12 11:00',
    });
    expect(alone.of('phone')).toEqual(['2026-03-12 09:00 not_reached (wrong_number)']);
  });
  it('the family says that the patient has died: everything stops', () => {
    const life = lifeOf(aPlan({ steps: `${call}\n- id: hello\n  day: 3\n  at: 09:00\n  message: { text: 您好 }` }), {
      moves: [works('2026-03-12 10:00', 'phone', { act: 'died', by: 'n1' })],
    });
    expect(life.of('phone')).toEqual(['2026-03-12 09:00 cancelled (patient_died)']);
    expect(life.of('hello')).toEqual(['[2026-03-14 09:00] cancelled (patient_died)']);
    expect(life.life.changes.some(({ change }) => change.kind === 'event' && change.event.name === 'patient.died')).toBe(true);
  });
  it('refused by the patient', () => {
    expect(
      lifeOf(aPlan({ steps: call }), { moves: [works('2026-03-12 10:00', 'phone', { act: 'refused', by: 'n1' })] }).of('phone'),
    ).toEqual(['2026-03-12 09:00 refused (by_patient)']);
  });
});

describe('the ladder', () => {
  const steps = `
- id: check
  title: 紧急
  day: 1
  at: 09:00
  task: { by: nurse, urgent: true }
  due: 30 minutes
  escalate:
    - { after: 20 minutes, to: head_nurse, unless: claimed }
    - { after: 30 minutes, to: above }`;
  it('goes up, and the top one is told again every day until it is done', () => {
    const life = lifeOf(aPlan({ steps }), { moves: [completes('2026-03-15 10:00', 'check')] });
    expect(toldIn(life)).toEqual([
      ['head_nurse', 'rung', 1, '2026-03-12 09:20'],
      ['chief', 'rung', 2, '2026-03-12 09:30'],
      ['chief', 'daily', 3, '2026-03-13 09:30'],
      ['chief', 'daily', 4, '2026-03-14 09:30'],
      ['chief', 'daily', 5, '2026-03-15 09:30'],
    ]);
    expect(life.of('check')).toEqual(['2026-03-12 09:00 done (late)']);
  });
  it('goes on from day to day when a date moves on which it hangs', () => {
    const dated = `
- id: check
  title: 紧急
  day: 1
  at: 09:00
  task: { by: nurse, urgent: true }
  due: until day 1 at 10:00`;
    const life = lifeOf(aPlan({ steps: dated }), {
      moves: [discharge('2026-03-14 12:00', '2026-03-12 11:00'), completes('2026-03-16 12:00', 'check')],
    });
    expect(
      toldIn(life)
        .filter(([, what]) => what === 'daily')
        .map(([, , , at]) => at),
    ).toEqual(['13', '14', '15', '16'].map((day) => `2026-03-${day} 10:00`));
  });
  it('unless claimed: one that is claimed is not told of; let go again, it is', () => {
    const claimed = lifeOf(aPlan({ steps }), {
      moves: [works('2026-03-12 09:05', 'check', { act: 'claim', by: 'n1' }), completes('2026-03-12 09:25', 'check')],
    });
    expect(toldIn(claimed)).toEqual([]);
    const released = lifeOf(aPlan({ steps }), {
      moves: [
        works('2026-03-12 09:05', 'check', { act: 'claim', by: 'n1' }),
        works('2026-03-12 09:10', 'check', { act: 'release' }),
        completes('2026-03-12 09:25', 'check'),
      ],
    });
    expect(toldIn(released)).toEqual([['head_nurse', 'rung', 1, '2026-03-12 09:20']]);
  });
  it('reminds the owner', () => {
    const life = lifeOf(aPlan({ steps: call.replace('due: 4 hours', 'due: 4 hours\n  remind: [1 hour, 2 hours]') }), {
      moves: [completes('2026-03-12 10:30', 'phone')],
    });
    expect(toldIn(life)).toEqual([['nurse', 'remind', 1, '2026-03-12 10:00']]);
  });
});

describe('ends', () => {
  it('closes with its event, not with one that happened before it was there', () => {
    const steps = `- id: reply\n  title: 回复\n  when: patient.wrote\n  task: { by: nurse, close_when: staff.replied }\n  due: 1 day`;
    const replied = (at: string, of: string) => happens(at, 'staff.replied', { id: of, at: moment(of) });
    const wrote = (at: string) => happens(at, 'patient.wrote', { fields: { words: '能洗澡吗' } });
    expect(
      lifeOf(aPlan({ steps }), {
        moves: [wrote('2026-03-12 10:00'), replied('2026-03-12 11:00', '2026-03-12 11:00')],
        until: '2026-03-12 12:00',
      }).of('reply'),
    ).toEqual(['2026-03-12 10:00 closed (event)']);
    expect(
      lifeOf(aPlan({ steps }), {
        moves: [wrote('2026-03-12 10:00'), replied('2026-03-12 11:00', '2026-03-12 09:00')],
        until: '2026-03-12 12:00',
      }).of('reply'),
    ).toEqual(['2026-03-12 10:00 open']);
  });
  it('given up by a person, with why', () => {
    const life = lifeOf(aPlan({ steps: call }), {
      moves: [works('2026-03-12 10:00', 'phone', { act: 'not_done', by: 'n1', note: '已住院' })],
    });
    expect(life.of('phone')).toEqual(['2026-03-12 09:00 not_done (by_person)']);
    expect(life.life.changes.some(({ change }) => change.kind === 'timeline' && change.entry.data.note === '已住院')).toBe(true);
  });
  it('cancelled by a person; cancelling again, or completing, changes nothing', () => {
    const life = lifeOf(aPlan({ steps: call }), {
      moves: [does('2026-03-12 10:00', { do: 'cancel', touch: 'e1/phone/1' }), completes('2026-03-12 11:00', 'phone')],
    });
    expect(life.of('phone')).toEqual(['2026-03-12 09:00 cancelled (by_person)']);
  });
});

it('a relative named in an answer is known from then on, with consent', () => {
  const steps = `
- id: family
  title: 家属
  task: { by: nurse }
  ask: { relative: { label: 家属, type: person, record: family } }
  due: 1 day
${call.replace('\n', '')}`;
  const life = lifeOf(aPlan({ steps }), {
    moves: [completes('2026-03-11 12:00', 'family', { relative: { name: '王明', phone: '+8613800000009' } }), ...tries(4)!],
    until: '2026-03-12 16:00',
  });
  expect(reaches(life).at(-1)?.[0]).toBe('family');
});
