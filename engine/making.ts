/** Making a touch: opened in the inbox, begun, recorded at once, or handed towards a carrier. The switch on the kind lives here. */
import { arm, armNext, newestOf } from './arm.ts';
import { admit } from './admission.ts';
import { becauseOf } from './because.ts';
import { consenting } from './channel-choice.ts';
import { flatTries } from './contact.ts';
import type { TouchChart } from './chart.ts';
import { edit, editPatient, personIn, teamOf } from './desk.ts';
import type { Desk } from './desk.ts';
import { countMade, end } from './ending.ts';
import { hasHappened } from './expecting.ts';
import { marksOf } from './marks.ts';
import { orFail } from './claiming.ts';
import { sendWords } from './outgoing.ts';
import { sendNotice, sendParcel } from './parcels.ts';
import type { Instant, Name, Repeat, Step, Try } from './plan.ts';
import { staffWords } from './rendering.ts';
import { deadlineOf, isUrgent } from './schedule.ts';
import { above } from './telling.ts';

/** Made, in the sense of language.md 11: waits count from here, and the step's next touch exists from here on. */
export function make(desk: Desk, step: Step, key: string): void {
  const touch = edit(desk, key);
  delete touch.held;
  const { act } = step;
  switch (act.kind) {
    case 'task':
      return openWork(desk, step, touch);
    case 'call':
      return act.how === 'person' ? openWork(desk, step, touch) : orFail(desk, touch, sendWords(desk, step, touch, 'main'));
    case 'message':
    case 'survey':
    case 'appointment':
      return orFail(desk, touch, sendWords(desk, step, touch, 'main'));
    case 'gift':
      return orFail(desk, touch, sendParcel(desk, step, touch));
    case 'tell_system':
      return orFail(desk, touch, sendNotice(desk, step, touch));
    case 'expect':
      return beginExpecting(desk, step, touch);
    case 'record':
    case 'reward':
      return recordAtOnce(desk, step, touch);
    case 'enroll':
      return enrollElsewhere(desk, step, touch);
    case 'repeat':
      return repeatStep(desk, step, touch, act);
  }
}

/** From here the touch is made: the marks begin, and the next one of the step exists. */
export function markMade(desk: Desk, step: Step, key: string, at: Instant, receiptWithin?: number): void {
  const touch = edit(desk, key);
  const again = touch.madeAt !== undefined;
  touch.madeAt = at;
  touch.marks = marksOf(desk, step, touch, receiptWithin);
  const due = step.wait.due ? deadlineOf(desk, step, step.wait.due, at) : null;
  if (due !== null) touch.dueAt = due;
  const last = touch.marks.find((mark) => mark.do === 'end');
  if (last) touch.endAt = last.at;
  if (again) return;
  countMade(desk, touch);
  armNext(desk, step, touch);
}

/** Opened in the inbox, with all that whoever takes it must see (language.md 12, trap 22). */
export function openWork(desk: Desk, step: Step, touch: TouchChart): void {
  const role = touch.role ?? rolesOf(step)[0] ?? desk.contact.noWay ?? 'service';
  const person = personIn(desk, role, touch);
  touch.role = role;
  if (person) touch.person = person;
  markMade(desk, step, touch.key, desk.now);
  const act = step.act;
  const script = 'script' in act && act.script ? staffWords(desk, touch, act.script) : undefined;
  const reach = step.kind === 'call' ? firstReach(desk, step) : undefined;
  desk.changes.push({
    kind: 'task',
    task: {
      touch: touch.key,
      kind: step.kind === 'call' ? 'call' : 'task',
      step: step.id,
      role,
      team: teamOf(desk, role),
      ...(person ? { person } : {}),
      title: step.title ? staffWords(desk, touch, step.title) : step.id,
      ...(script ? { script } : {}),
      because: becauseOf(desk, touch),
      urgent: isUrgent(step),
      attach: 'attach' in act ? act.attach : [],
      questions: step.questions,
      openedAt: desk.now,
      ...(touch.dueAt === undefined ? {} : { dueAt: touch.dueAt }),
      ...(reach ? { reach } : {}),
    },
  });
}

/** Who does the work of a step, as the file says. */
export function rolesOf({ act }: Step): Name[] {
  return 'by' in act && Array.isArray(act.by) ? act.by : [];
}

export function triesOf(desk: Desk, step: Step): ReturnType<typeof flatTries> {
  const own: Try[] | undefined = step.act.kind === 'call' && step.act.how === 'person' ? step.act.tries : undefined;
  const standard: Try[] = [{ reach: 'patient', via: 'phone', times: 3, every: { amount: 2, unit: 'hour' } }];
  const family = consenting(desk).length > 0;
  return flatTries(own ?? desk.contact.tries ?? standard).filter((t) => t.reach === 'patient' || family);
}
function firstReach(desk: Desk, step: Step): { who: 'patient' | 'family'; via: string } | undefined {
  const first = triesOf(desk, step)[0];
  return first ? { who: first.reach, via: first.via } : undefined;
}

/** Begins even if its moment is past; what happened since then counts (language.md 10.6). */
function beginExpecting(desk: Desk, step: Step, touch: TouchChart): void {
  markMade(desk, step, touch.key, desk.now);
  if (hasHappened(desk, step, touch)) end(desk, touch.key, { outcome: 'happened', reason: 'event' });
}

function recordAtOnce(desk: Desk, step: Step, touch: TouchChart): void {
  const { act } = step;
  markMade(desk, step, touch.key, desk.now);
  const note = 'note' in act && act.note ? staffWords(desk, touch, act.note) : '';
  if (act.kind === 'record') {
    const { list, tag, untag } = act;
    desk.changes.push({
      kind: 'entry',
      ...(list ? { list } : {}),
      ...(tag ? { tag } : {}),
      ...(untag ? { untag } : {}),
      note,
      touch: touch.key,
      at: desk.now,
    });
    tagPatient(desk, tag, untag);
    end(desk, touch.key, { outcome: 'recorded' });
  } else if (act.kind === 'reward') {
    const { points, grant, howMany, to } = act;
    desk.changes.push({
      kind: 'reward',
      ...(points === undefined ? {} : { points }),
      ...(grant ? { grant } : {}),
      howMany,
      to,
      note,
      touch: touch.key,
      at: desk.now,
    });
    if (points !== undefined && to === 'patient') addPoints(desk, points * howMany);
    end(desk, touch.key, { outcome: 'granted' });
  }
}

/** Tags and points are what conditions see of the patient, from here on. */
function tagPatient(desk: Desk, tag: Name | undefined, untag: Name | undefined): void {
  const known = desk.chart.patient.fields.tags;
  const tags = Array.isArray(known) ? known : [];
  const now = [...tags.filter((one) => one !== untag && one !== tag), ...(tag ? [tag] : [])];
  if (tag || untag) editPatient(desk).fields = { ...desk.chart.patient.fields, tags: now };
}
function addPoints(desk: Desk, points: number): void {
  const { fields } = desk.chart.patient;
  editPatient(desk).fields = { ...fields, points: (typeof fields.points === 'number' ? fields.points : 0) + points };
}

function enrollElsewhere(desk: Desk, step: Step, touch: TouchChart): void {
  const { act } = step;
  if (act.kind !== 'enroll') return;
  const because = act.because ? staffWords(desk, touch, act.because) : '';
  markMade(desk, step, touch.key, desk.now);
  const plan = desk.env.planOf(act.sop);
  const event = { id: touch.key, name: 'enrollment.requested', at: desk.now, fields: { because }, objects: {} };
  // Its `if` holds for a step that asks, as it does not for a person who does (language.md 7.3, 11).
  const verdict = plan
    ? admit({ plan, chart: desk.chart, event, env: { ...desk.env, now: desk.now }, requested: false })
    : { enrolled: false as const, why: 'unknown' as const };
  if (!verdict.enrolled) {
    end(desk, touch.key, { outcome: 'not_started', reason: verdict.why });
    return;
  }
  desk.changes.push({ kind: 'start', sop: act.sop, because, touch: touch.key, at: desk.now });
  end(desk, touch.key, { outcome: 'started' });
}

/** Back to a step that led here, as a new round; after the last one, `not_repeated`. */
function repeatStep(desk: Desk, step: Step, touch: TouchChart, act: Repeat): void {
  const target = desk.steps.get(act.step);
  const last = ancestor(desk, touch, act.step) ?? newestOf(desk, act.step);
  markMade(desk, step, touch.key, desk.now);
  const round = (last?.round ?? 1) + 1;
  if (!target || !last || round > act.atMost) {
    end(desk, touch.key, { outcome: 'not_repeated', reason: 'at_most' });
    return;
  }
  const role = act.oneLevelUp && last.role ? (above(desk, last.role) ?? last.role) : last.role;
  const occurrence = last.round > 1 ? last.occurrence.replace(/~\d+$/, '') : last.occurrence;
  const { at: _at, shift: _shift, offset: _offset, ...base } = target.when;
  arm(
    desk,
    { ...target, when: base },
    { occurrence, base: desk.now },
    { parent: touch, round, ...(role ? { role } : {}), ...(last.event ? { event: last.event } : {}) },
  );
  end(desk, touch.key, { outcome: 'repeated' });
}

function ancestor(desk: Desk, touch: TouchChart, step: string): TouchChart | undefined {
  for (let t: TouchChart | undefined = touch; t; t = t.parent ? desk.chart.touches[t.parent] : undefined) if (t.step === step) return t;
  return undefined;
}
