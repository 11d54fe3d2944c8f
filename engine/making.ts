/** Making a touch: opened in the inbox, begun, recorded at once, or handed towards a carrier. The switch on the kind lives here. */
import { arm, armNext, newestOf } from './arm.ts';
import { admit } from './admission.ts';
import { consenting } from './channel-choice.ts';
import { flatTries } from './contact.ts';
import { concerns } from './about.ts';
import type { TouchChart } from './chart.ts';
import { edit, holds, personIn, standpoint, teamOf } from './desk.ts';
import type { Desk } from './desk.ts';
import { above, countMade, end } from './ending.ts';
import { marksOf } from './marks.ts';
import { orFail, sendNotice, sendParcel, sendWords } from './outgoing.ts';
import type { Instant, Name, Repeat, Step, Text, Try } from './plan.ts';
import { deadlineOf, isUrgent } from './schedule.ts';

/** Made, in the sense of language.md 11: waits count from here, and the step's next touch exists from here on. */
export function make(desk: Desk, step: Step, key: string): void {
  const touch = edit(desk, key);
  delete touch.held;
  const { act } = step;
  switch (act.kind) {
    case 'task':
      return openWork(desk, step, touch, act.by);
    case 'call':
      return act.how === 'person' ? openWork(desk, step, touch, act.by) : orFail(desk, touch, sendWords(desk, step, touch, 'main'));
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

function openWork(desk: Desk, step: Step, touch: TouchChart, by: Name[]): void {
  const role = touch.role ?? by[0] ?? desk.contact.noWay ?? 'service';
  const person = personIn(desk, role, touch);
  touch.role = role;
  if (person) touch.person = person;
  markMade(desk, step, touch.key, desk.now);
  const act = step.act;
  const script = 'script' in act && act.script ? wordsOf(desk, touch, act.script) : undefined;
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
      title: step.title ? wordsOf(desk, touch, step.title) : step.id,
      ...(script ? { script } : {}),
      ...because(desk, touch),
      urgent: isUrgent(step),
      attach: 'attach' in act ? act.attach : [],
      questions: step.questions,
      openedAt: desk.now,
      ...(touch.dueAt === undefined ? {} : { dueAt: touch.dueAt }),
      ...(reach ? { reach } : {}),
    },
  });
}

/** Words for staff: a name without a value shows as a gap to fill in, since work for a person is never lost for a word. */
function wordsOf(desk: Desk, touch: TouchChart, text: Text): string {
  const rendered = desk.env.judge.render(text, standpoint(desk, touch));
  return 'words' in rendered ? rendered.words.trim() : plainWords(text, rendered.gap);
}
function plainWords(text: Text, gap: string): string {
  const language =
    text.kind === 'words' ? Object.values(text.in)[0] : Object.values(text.of)[0] && Object.values(Object.values(text.of)[0] ?? {})[0];
  return (language ?? []).map((piece) => (typeof piece === 'string' ? piece : `〔${piece.name}〕`)).join('') || gap;
}

/** What led here, in the words of the step before: shown on the task (traps 22). */
function because(desk: Desk, touch: TouchChart): { because?: string } {
  const parent = touch.parent ? desk.chart.touches[touch.parent] : undefined;
  if (!parent) return touch.event ? { because: touch.event.name } : {};
  const answers = Object.entries(parent.answers ?? {}).map(
    ([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : String(value)}`,
  );
  return { because: [`${parent.step}: ${parent.outcome ?? ''}`, ...answers].join(' · ') };
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
  const { act } = step;
  if (act.kind !== 'expect') return;
  markMade(desk, step, touch.key, desk.now);
  const since = touch.target ?? desk.now;
  const event = desk.chart.events.find(
    (e) =>
      e.at >= since &&
      act.events.includes(e.name) &&
      concerns(e, desk.chart.enrollment.objects) &&
      holds(desk, act.if, touch, { event: e }).is === true,
  );
  if (event) end(desk, touch.key, { outcome: 'happened', reason: 'event' });
}

function recordAtOnce(desk: Desk, step: Step, touch: TouchChart): void {
  const { act } = step;
  markMade(desk, step, touch.key, desk.now);
  const note = 'note' in act && act.note ? wordsOf(desk, touch, act.note) : '';
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
    end(desk, touch.key, { outcome: 'granted' });
  }
}

function enrollElsewhere(desk: Desk, step: Step, touch: TouchChart): void {
  const { act } = step;
  if (act.kind !== 'enroll') return;
  const because = act.because ? wordsOf(desk, touch, act.because) : '';
  markMade(desk, step, touch.key, desk.now);
  const plan = desk.env.planOf(act.sop);
  const event = { id: touch.key, name: 'enrollment.requested', at: desk.now, fields: { because }, objects: {} };
  const verdict = plan
    ? admit({ plan, chart: desk.chart, event, env: desk.env, requested: true })
    : { enrolled: false as const, why: 'not_eligible' as const };
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
  const occurrence = last.occurrence.split('~')[0] ?? last.occurrence;
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
