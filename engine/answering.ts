/** Answers and work that come in: from the patient, from staff, from carriers. Early ones count, late ones are kept and marked. */
import { armFollowers } from './arm.ts';
import type { Answers, EventRecord, TouchChart, Value } from './chart.ts';
import { edit, editPatient, personIn, stepOf } from './desk.ts';
import type { Desk } from './desk.ts';
import { end } from './ending.ts';
import { hear } from './hearing.ts';
import { markMade, triesOf } from './making.ts';
import { sendQuestion } from './outgoing.ts';
import { endings } from './plan.ts';
import type { Instant, Name, Outcome, Reason, Step } from './plan.ts';
import { isUrgent, isWork } from './schedule.ts';
import { addSpan } from './calendar/span.ts';
import { openingFrom } from './decide.ts';
import { timeline } from './stopping.ts';

/** The patient answers. `early`: before the question; nothing is sent then. After the wait it is kept, and `then: answered` runs too. */
export function answer(desk: Desk, key: string, answers: Answers): void {
  const touch = desk.chart.touches[key];
  const step = touch && stepOf(desk, touch);
  if (!touch || !step || step.questions.length === 0 || isWork(step) || !endings[step.kind].outcomes.includes('answered')) return;
  const scored = scoreOf(desk, step, answers);
  if (!touch.outcome) {
    // The carrier has it, or the patient could not answer; its word only comes behind the patient's.
    if (touch.sending) markMade(desk, step, key, desk.now);
    end(desk, key, { outcome: 'answered', reason: touch.sending || touch.madeAt !== undefined ? 'answer' : 'early', answers, ...scored });
  } else if (touch.outcome === 'not_answered' && !touch.answeredLate && !askedSince(desk, touch)) {
    Object.assign(edit(desk, key), { answers: { ...touch.answers, ...answers }, answeredLate: true, ...scored });
    armFollowers(desk, step, edit(desk, key), 'answered');
    desk.lookAround = true;
  } else return;
  record(desk, step, key, answers);
  hearAlarms(desk, step, key, answers);
}

function scoreOf(desk: Desk, step: Step, answers: Answers): { score?: number } {
  const score = desk.env.judge.score(step.questions, answers);
  return score === undefined ? {} : { score };
}

/** A late answer is kept until the step's next touch is made (language.md 9). */
function askedSince(desk: Desk, touch: TouchChart): boolean {
  return Object.values(desk.chart.touches).some(
    (other) => other.step === touch.step && other.madeAt !== undefined && other.madeAt > (touch.madeAt ?? 0),
  );
}

/** Alarm words are looked at in every text, also in one that is an answer (language.md 9, trap 7). */
function hearAlarms(desk: Desk, step: Step, key: string, answers: Answers): void {
  for (const { name, type } of step.questions) {
    const words = answers[name];
    if (type !== 'text' || typeof words !== 'string') continue;
    const said = desk.env.judge.triage(words, desk.contact.alarmWords ?? []);
    if (said !== 'alarm' && said !== 'wants_call') continue;
    hear(desk, { id: `${key}/${name}/${said}`, name: `patient.${said}`, at: desk.now, fields: { words }, objects: {} });
  }
}

/** Answers that are also readings or relatives become known to every SOP of the patient. */
function record(desk: Desk, step: Step, key: string, answers: Answers): void {
  for (const event of keep(desk, step, key, answers)) {
    desk.changes.push({ kind: 'event', event });
    hear(desk, event);
  }
}

/** What an answer leaves behind; the readings among it are also events. */
export function keep(desk: Desk, step: Step, key: string, answers: Answers): EventRecord[] {
  return step.questions.flatMap((question): EventRecord[] => {
    const value = answers[question.name];
    if (!question.record || value === undefined || value === null) return [];
    if (question.record === 'family') keepRelative(desk, key, question.name, value);
    return typeof value === 'number' ? [keepReading(desk, key, question.record, value, question.unit)] : [];
  });
}

function keepReading(desk: Desk, key: string, code: string, value: number, unit: string | undefined): EventRecord {
  const patient = editPatient(desk);
  const measured = { code, value, at: desk.now, ...(unit ? { unit } : {}) };
  patient.readings = [...patient.readings, measured];
  desk.changes.push({ kind: 'reading', ...measured, touch: key });
  return { id: `${key}/${code}`, name: 'reading.received', at: desk.now, fields: { code, value, ...(unit ? { unit } : {}) }, objects: {} };
}

/** A person named by the patient, with consent unless it says otherwise. */
function keepRelative(desk: Desk, key: string, question: Name, value: Value): void {
  desk.changes.push({ kind: 'relative', touch: key, answers: { [question]: value } });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  const { name, phone, consent } = value;
  if (typeof name !== 'string' || name === '') return;
  const patient = editPatient(desk);
  const addresses = typeof phone === 'string' && phone !== '' ? [{ channel: 'phone' as const, value: phone }] : [];
  const relative = { id: `${key}/${question}`, name, consent: consent !== false && consent !== 'no', addresses };
  patient.relatives = [...patient.relatives.filter(({ id }) => id !== relative.id), relative];
}

/** The reply was not understood: asked once more, with the choices; at the end of the wait the outcome says so. */
export function askAgain(desk: Desk, key: string): void {
  const touch = desk.chart.touches[key];
  const step = touch && stepOf(desk, touch);
  if (!touch || !step || touch.outcome || touch.madeAt === undefined || touch.askedAgain) return;
  Object.assign(edit(desk, key), { askedAgain: true, notUnderstood: true });
  if (desk.chart.enrollment.status === 'active' && !desk.chart.patient.optedOut) sendQuestion(desk, step, edit(desk, key));
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
      if (!touch.outcome && touch.claimedAt !== undefined) letGo(desk, touch);
      return;
    case 'complete':
      return complete(desk, step, touch, step.kind === 'call' ? 'reached' : 'done', what.answers, what.by);
    case 'not_done':
      return notDone(desk, touch, what.note);
    case 'refused':
      if (step.kind === 'call') end(desk, key, { outcome: 'refused', reason: what.family ? 'by_family' : 'by_patient' });
      else notDone(desk, touch, 'refused');
      return;
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

function letGo(desk: Desk, touch: TouchChart): void {
  const changed = edit(desk, touch.key);
  delete changed.claimedAt;
  const person = changed.role === undefined ? undefined : personIn(desk, changed.role, changed);
  if (person) changed.person = person;
  else delete changed.person;
}

function notDone(desk: Desk, touch: TouchChart, note: string): void {
  if (end(desk, touch.key, { outcome: 'not_done', reason: 'by_person' })) timeline(desk, 'note', { touch: touch.key, note });
}

/** Also after due, and after the wait has ended: then it is marked late, and what follows it is done too (trap 12). */
function complete(desk: Desk, step: Step, touch: TouchChart, outcome: Outcome, answers: Answers, by: string): void {
  const late = touch.dueAt !== undefined && desk.now > touch.dueAt;
  const scored = scoreOf(desk, step, answers);
  if (!touch.outcome) {
    const changed = edit(desk, touch.key);
    changed.claimedAt ??= desk.now;
    changed.person ??= by;
    end(desk, touch.key, { outcome, reason: late ? 'late' : 'on_time', answers, late, ...scored });
  } else if (touch.outcome === 'not_done' && touch.reason === 'nobody' && !touch.answeredLate) {
    Object.assign(edit(desk, touch.key), { answers, answeredLate: true, late: true, ...scored });
    armFollowers(desk, step, edit(desk, touch.key), outcome);
    desk.lookAround = true;
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
  const { patient: zone, hospital: hospitalZone, calendar } = desk.zones;
  const after = addSpan(desk.now, last.every, 'after', { zone, hospitalZone, calendar });
  const nextAt = isUrgent(step) ? after : openingFrom(desk, after);
  edit(desk, touch.key).tries = { made, nextAt };
  desk.changes.push({ kind: 'task_changed', touch: touch.key, snoozedUntil: nextAt, reach: { who: next.reach, via: next.via } });
}

function comeBack(desk: Desk, touch: TouchChart, at: Instant): void {
  if (touch.outcome) return;
  edit(desk, touch.key).tries = { made: touch.tries?.made ?? 0, nextAt: at };
  desk.changes.push({ kind: 'task_changed', touch: touch.key, snoozedUntil: at });
}

/** The number is marked; then another number of the patient's, or the next way of `tries` that is no number of theirs. */
function wrongNumber(desk: Desk, step: Step, touch: TouchChart): void {
  if (touch.outcome || step.kind !== 'call') return;
  const tries = triesOf(desk, step);
  const made = touch.tries?.made ?? 0;
  const whose = tries[made]?.reach ?? 'patient';
  if (whose === 'patient' && anotherNumber(desk)) return goOn(desk, touch, made, { reach: 'patient', via: 'phone' });
  const next = tries.findIndex((one, i) => i > made && (one.reach === 'family' || one.via !== 'phone'));
  const way = tries[next];
  if (!way) return void end(desk, touch.key, { outcome: 'not_reached', reason: 'wrong_number' });
  goOn(desk, touch, next, way);
}

function goOn(desk: Desk, touch: TouchChart, made: number, way: { reach: 'patient' | 'family'; via: string }): void {
  edit(desk, touch.key).tries = { made, nextAt: desk.now };
  desk.changes.push({ kind: 'task_changed', touch: touch.key, reach: { who: way.reach, via: way.via } });
}

/** Marks the number that was phoned; true if there is another one. */
function anotherNumber(desk: Desk): boolean {
  const phones = desk.chart.patient.addresses.filter((address) => address.channel === 'phone' && !address.bad);
  const [wrong] = phones;
  if (!wrong) return false;
  desk.changes.push({ kind: 'address_bad', channel: 'phone', value: wrong.value });
  const patient = editPatient(desk);
  patient.addresses = patient.addresses.map((address) => (address === wrong ? { ...address, bad: true } : address));
  return phones.length > 1;
}

/** The family says that the patient has died: it is heard by every SOP, and stops them all, this work among them. */
function reportDeath(desk: Desk, key: string): void {
  const event: EventRecord = { id: `${key}/died`, name: 'patient.died', at: desk.now, fields: {}, objects: {} };
  desk.changes.push({ kind: 'event', event });
  hear(desk, event);
}

/** What a carrier, the fulfilment house or the HIS reports as the end of a touch: only of one that is under way, and only an end it can have. */
export function reported(desk: Desk, key: string, outcome: Outcome, reason: Reason | undefined, known?: Record<Name, Value>): void {
  const touch = desk.chart.touches[key];
  const step = touch && stepOf(desk, touch);
  if (!touch || !step || touch.outcome || (touch.madeAt === undefined && !touch.sending)) return;
  const act = step.act;
  const meant = outcome === 'not_booked' && act.kind === 'appointment' && act.do === 'move' ? 'not_moved' : outcome;
  if (meant !== 'failed' && !endings[step.kind].outcomes.includes(meant)) return;
  if (touch.madeAt === undefined) markMade(desk, step, key, desk.now);
  end(desk, key, { outcome: meant, ...(reason ? { reason } : {}), ...(known ? { answers: known } : {}) });
}
