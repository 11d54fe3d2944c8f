/** Answers and work that come in: from the patient, from staff, from carriers. Early ones count, late ones are kept and marked. */
import { armFollowers, newestOf } from './arm.ts';
import type { Answers, EventRecord, TouchChart, Value } from './chart.ts';
import { edit, editPatient, stepOf } from './desk.ts';
import type { Desk } from './desk.ts';
import { end } from './ending.ts';
import { hear } from './hearing.ts';
import { isWork } from './schedule.ts';
import type { Instant, Name, Outcome, Reason, Step } from './plan.ts';
import { sendWords } from './outgoing.ts';
import { triesOf } from './making.ts';
import { addSpan } from './calendar/span.ts';

/** The patient answers. `early`: before the question; nothing is sent then. After the wait it is kept, and `then: answered` runs too. */
export function answer(desk: Desk, key: string, answers: Answers): void {
  const touch = desk.chart.touches[key];
  const step = touch && stepOf(desk, touch);
  if (!touch || !step) return;
  const score = desk.env.judge.score(step.questions, answers);
  const scored = score === undefined ? {} : { score };
  if (!touch.outcome) {
    end(desk, key, { outcome: 'answered', reason: touch.madeAt === undefined ? 'early' : 'answer', answers, ...scored });
  } else if (touch.outcome === 'not_answered' && !touch.answeredLate && newestOf(desk, touch.step)?.key === key) {
    Object.assign(edit(desk, key), { answers: { ...touch.answers, ...answers }, answeredLate: true, ...scored });
    armFollowers(desk, step, edit(desk, key), 'answered');
    desk.ended.add(step.id);
  } else return;
  record(desk, step, touch.key, answers);
}

/** Answers that are also readings or relatives become known to every SOP of the patient. */
function record(desk: Desk, step: Step, key: string, answers: Answers): void {
  for (const question of step.questions) {
    const value = answers[question.name];
    if (!question.record || value === undefined || value === null) continue;
    if (question.record === 'family') desk.changes.push({ kind: 'relative', touch: key, answers: { [question.name]: value } });
    else if (typeof value === 'number') readingFrom(desk, key, question.record, value, question.unit);
  }
}

function readingFrom(desk: Desk, key: string, code: string, value: number, unit: string | undefined): void {
  const patient = editPatient(desk);
  patient.readings = [...patient.readings, { code, value, at: desk.now, ...(unit ? { unit } : {}) }];
  desk.changes.push({ kind: 'reading', code, value, at: desk.now, touch: key, ...(unit ? { unit } : {}) });
  const event: EventRecord = {
    id: `${key}/${code}`,
    name: 'reading.received',
    at: desk.now,
    fields: { code, value, ...(unit ? { unit } : {}) },
    objects: {},
  };
  desk.changes.push({ kind: 'event', event });
  hear(desk, event);
}

/** The reply was not understood: asked once more, with the choices; at the end of the wait the outcome says so. */
export function askAgain(desk: Desk, key: string): void {
  const touch = desk.chart.touches[key];
  const step = touch && stepOf(desk, touch);
  if (!touch || !step || touch.outcome || touch.madeAt === undefined || touch.askedAgain) return;
  Object.assign(edit(desk, key), { askedAgain: true, notUnderstood: true });
  if (desk.chart.enrollment.status === 'active') sendWords(desk, step, edit(desk, key), 'again', { counts: false });
}

/** What a person does with a task or a call. `at` lies in the past only in a history. */
export type WorkAct =
  | { act: 'claim'; by: string }
  | { act: 'release' }
  | { act: 'complete'; by: string; answers: Answers; family?: boolean }
  | { act: 'not_done'; by: string; note: string }
  | { act: 'refused'; by: string; family?: boolean }
  | { act: 'no_answer' | 'busy'; by: string }
  | { act: 'call_back'; by: string; at: Instant }
  | { act: 'wrong_number'; by: string }
  | { act: 'died'; by: string };

export function work(desk: Desk, key: string, what: WorkAct): void {
  const touch = desk.chart.touches[key];
  const step = touch && stepOf(desk, touch);
  if (!touch || !step || touch.madeAt === undefined || !isWork(step)) return;
  switch (what.act) {
    case 'claim':
      if (!touch.outcome && touch.claimedAt === undefined) Object.assign(edit(desk, key), { claimedAt: desk.now, person: what.by });
      return;
    case 'release':
      if (!touch.outcome) delete edit(desk, key).claimedAt;
      return;
    case 'complete':
      return complete(desk, step, touch, step.kind === 'call' ? 'reached' : 'done', what.answers, what.by);
    case 'not_done':
      return void end(desk, key, { outcome: 'not_done', reason: 'by_person' });
    case 'refused':
      return void end(desk, key, { outcome: 'refused', reason: what.family ? 'by_family' : 'by_patient' });
    case 'no_answer':
    case 'busy':
      return nextTry(desk, step, touch);
    case 'call_back':
      return comeBack(desk, touch, what.at);
    case 'wrong_number':
      return wrongNumber(desk, step, touch);
    case 'died':
      return reportDeath(desk, key);
  }
}

/** Also after due, and after the wait has ended: then it is marked late, and what follows it is done too (trap 12). */
function complete(desk: Desk, step: Step, touch: TouchChart, outcome: Outcome, answers: Answers, by: string): void {
  const late = touch.dueAt !== undefined && desk.now > touch.dueAt;
  const score = desk.env.judge.score(step.questions, answers);
  const scored = score === undefined ? {} : { score };
  if (!touch.outcome) {
    const changed = edit(desk, touch.key);
    changed.claimedAt ??= desk.now;
    changed.person ??= by;
    end(desk, touch.key, { outcome, reason: late ? 'late' : 'on_time', answers, late, ...scored });
  } else if (touch.outcome === 'not_done' && touch.reason === 'nobody' && !touch.answeredLate) {
    Object.assign(edit(desk, touch.key), { answers, answeredLate: true, late: true, ...scored });
    armFollowers(desk, step, edit(desk, touch.key), outcome);
    desk.ended.add(step.id);
  } else return;
  record(desk, step, touch.key, answers);
}

/** Tries run to their end even past due or wait; after the last one nobody was reached (language.md 5). */
function nextTry(desk: Desk, step: Step, touch: TouchChart): void {
  if (touch.outcome || step.kind !== 'call') return;
  const tries = triesOf(desk, step);
  const made = (touch.tries?.made ?? 0) + 1;
  const [last, next] = [tries[made - 1], tries[made]];
  if (!last || !next) return void end(desk, touch.key, { outcome: 'not_reached', reason: 'all_tries' });
  const nextAt = addSpan(desk.now, last.every, 'after', {
    zone: desk.zones.patient,
    hospitalZone: desk.zones.hospital,
    calendar: desk.zones.calendar,
  });
  edit(desk, touch.key).tries = { made, nextAt };
  desk.changes.push({ kind: 'task_changed', touch: touch.key, snoozedUntil: nextAt, reach: { who: next.reach, via: next.via } });
}

function comeBack(desk: Desk, touch: TouchChart, at: Instant): void {
  if (touch.outcome) return;
  edit(desk, touch.key).tries = { made: touch.tries?.made ?? 0, nextAt: at };
  desk.changes.push({ kind: 'task_changed', touch: touch.key, snoozedUntil: at });
}

/** The number is marked; the next way of `tries` that is not this number, else nobody was reached. */
function wrongNumber(desk: Desk, step: Step, touch: TouchChart): void {
  if (touch.outcome || step.kind !== 'call') return;
  const phone = desk.chart.patient.addresses.find((address) => address.channel === 'phone' && !address.bad);
  if (phone) desk.changes.push({ kind: 'address_bad', channel: 'phone', value: phone.value });
  const tries = triesOf(desk, step);
  const next = tries.findIndex((t, i) => i > (touch.tries?.made ?? 0) && (t.reach === 'family' || t.via !== 'phone'));
  const way = tries[next];
  if (!way) return void end(desk, touch.key, { outcome: 'not_reached', reason: 'wrong_number' });
  edit(desk, touch.key).tries = { made: next, nextAt: desk.now };
  desk.changes.push({ kind: 'task_changed', touch: touch.key, reach: { who: way.reach, via: way.via } });
}

/** The family says that the patient has died: it is heard by every SOP, and stops them all. */
function reportDeath(desk: Desk, key: string): void {
  end(desk, key, { outcome: 'refused', reason: 'by_family' });
  const event: EventRecord = { id: `${key}/died`, name: 'patient.died', at: desk.now, fields: {}, objects: {} };
  desk.changes.push({ kind: 'event', event });
  hear(desk, event);
}

/** What a carrier, the fulfilment house or the HIS reports as the end of a touch. */
export function reported(desk: Desk, key: string, outcome: Outcome, reason: Reason | undefined, known?: Record<Name, Value>): void {
  const touch = desk.chart.touches[key];
  if (!touch || touch.outcome) return;
  const moves = stepOf(desk, touch)?.act;
  if (outcome === 'not_booked' && moves?.kind === 'appointment' && moves.do === 'move') outcome = 'not_moved';
  end(desk, key, { outcome, ...(reason ? { reason } : {}), ...(known ? { answers: known } : {}) });
}
