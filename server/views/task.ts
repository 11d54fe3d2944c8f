/** A task with everything that is needed to do it (trap 22): who, why now, what to say, what was answered last, and how to reach them. */
import type { z } from 'zod';
import type { Opened } from '../../activities/enact.ts';
import { taskEvents, type StoredTask } from '../../database/tasks.ts';
import { utterancesOf } from '../../database/utterances.ts';
import type { Tx } from '../../database/with-actor.ts';
import { clockIn } from '../../engine/calendar/zone.ts';
import type { Address, TouchChart } from '../../engine/chart.ts';
import { contactOf, narrower, zonesOf } from '../../engine/contact.ts';
import { deskFor } from '../../engine/desk.ts';
import { triesOf } from '../../engine/making.ts';
import type { Instant, Question } from '../../engine/plan.ts';
import type { shownTask, shownTaskLine } from '../contract/tasks.ts';
import type { Words } from '../http/problem.ts';
import { addressesFor, telephonesOf } from '../intake/phones.ts';
import { shownAt, shownOrNull } from './moments.ts';
import { answerWords, stepsOf, titleOf, wordsOf, type Looking } from './titles.ts';

export type TaskLine = z.input<typeof shownTaskLine>;
export type ShownTask = z.input<typeof shownTask>;

/** Work is done on the hospital's clock. */
export function showTaskLine(task: StoredTask, now: Instant, zone: string): TaskLine {
  const isOpen = task.status === 'open' || task.status === 'claimed';
  return {
    id: task.id,
    kind: task.kind,
    title: task.title,
    status: task.status,
    urgent: task.urgent,
    overdue: isOpen && task.dueAt !== null && task.dueAt < now,
    late: task.late,
    why: { words: task.because ?? '', sop: task.sop, step: task.step },
    patient: { id: task.patient, externalId: task.externalId, name: task.patientName },
    enrollment: task.enrollment,
    department: task.department,
    role: task.role,
    team: task.team,
    person: task.person,
    opened: shownAt(task.openedAt, zone),
    due: shownOrNull(task.dueAt, zone),
    putOffUntil: task.snoozedUntil !== null && task.snoozedUntil > now ? shownAt(task.snoozedUntil, zone) : null,
    claimedBy: task.claimedBy,
    claimed: shownOrNull(task.claimedAt, zone),
    completedBy: task.completedBy,
    completed: shownOrNull(task.completedAt, zone),
    outcome: task.outcome,
    version: task.version,
  };
}

export async function showTask(tx: Tx, task: StoredTask, opened: Opened): Promise<ShownTask> {
  const { plan, chart, env, now } = opened;
  const contact = contactOf(plan, chart.house);
  const { hospital, patient } = zonesOf(contact, chart.house, chart.patient.zone);
  const looking = { plan, chart, env };
  const touch = chart.touches[task.touch];
  const said = (await utterancesOf(tx, task.patient, 5)).map(({ at, words }) => ({ moment: shownAt(at, hospital), words }));
  const hours = narrower(contact.hours, chart.patient.hours) ?? { from: '00:00', to: '24:00' };
  const line = showTaskLine(task, now, hospital);
  return {
    ...line,
    why: { ...line.why, words: line.why.words || wordsOf(looking, plan.title) },
    script: task.script,
    questions: task.questions.map((question) => shownQuestion(looking, question, touch)),
    attach: task.attach,
    reach: reachOf(opened, task),
    contactHours: { ...hours, zone: patient, now: clockIn(now, patient) },
    lastAnswers: lastAnswers(looking, task, hospital),
    said,
    tries: triesLeft(opened, task, touch, hospital),
    answers: task.answers as ShownTask['answers'],
    events: (await taskEvents(tx, task.touch)).map(({ what, by, at, data }) => ({
      what,
      by,
      moment: shownAt(at, hospital),
      note: noteIn(data),
    })),
  };
}

const noteIn = (data: unknown): string | null => {
  const { note } = (data ?? {}) as { note?: unknown };
  return typeof note === 'string' ? note : null;
};

function shownQuestion(looking: Looking, question: Question, touch: TouchChart | undefined): ShownTask['questions'][number] {
  const { name, label, type, options, min, max, unit, optional } = question;
  return {
    name,
    label: wordsOf(looking, label, touch),
    type,
    ...(options ? { options: options.map((option) => ({ code: option.code, label: wordsOf(looking, option.label, touch) })) } : {}),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(unit === undefined ? {} : { unit }),
    optional: optional ?? false,
    conditional: question.if !== undefined,
  };
}

const channelsFor: Record<string, readonly string[]> = {
  phone: ['phone', 'voice', 'sms'],
  sms: ['sms', 'phone'],
  wechat: ['wechat'],
  visit: ['paper'],
  letter: ['paper'],
};

/** Whom to reach now, and where; a task that says no way of its own is shown the patient's telephone. */
function reachOf({ chart }: Opened, task: StoredTask): ShownTask['reach'] {
  const who = task.reach?.who ?? 'patient';
  const via = task.reach?.via ?? 'phone';
  const { patient } = chart;
  const name = typeof patient.fields.name === 'string' ? patient.fields.name : null;
  const own = patient.addresses.map((address) => ({ name, relation: null as string | null, address }));
  const family = addressesFor(patient.relatives.filter(({ consent }) => consent)).map(({ relative, address }) => ({
    name: relative.name,
    relation: relative.relation ?? null,
    address,
  }));
  const fits = ({ channel }: Address): boolean => (channelsFor[via] ?? []).includes(channel);
  const all = (who === 'family' ? family : own).filter(({ address }) => fits(address));
  const good = all.filter(({ address }) => !address.bad);
  const numbers = new Set<string>();
  const to = good
    .filter(({ address }) => !numbers.has(address.value) && numbers.add(address.value))
    .map(({ address, ...whose }) => ({ ...whose, channel: address.channel, value: address.value }));
  return { who, via, to, note: to.length > 0 ? null : obstacle(who, all.length > 0, telephonesOf(patient.addresses).length > 0) };
}

function obstacle(who: 'patient' | 'family', bad: boolean, hasPhone: boolean): Words {
  if (bad) return { en: 'The number or address that is known does not work.', zh: '已知的号码或地址无效。' };
  if (who === 'family') return { en: 'No relative with consent is known.', zh: '没有同意过的家属。' };
  return hasPhone
    ? { en: 'There is no address for this way.', zh: '这种方式没有地址。' }
    : { en: 'No telephone number is known.', zh: '没有电话号码。' };
}

/** What was answered in this follow-up, newest first; the touch that led here before all others. */
function lastAnswers(looking: Looking, task: StoredTask, zone: string): ShownTask['lastAnswers'] {
  const { chart, plan } = looking;
  const steps = stepsOf(plan);
  const parent = chart.touches[task.touch]?.parent;
  const at = (touch: TouchChart): Instant => (touch.key === parent ? Infinity : (touch.endedAt ?? touch.madeAt ?? 0));
  return Object.values(chart.touches)
    .filter((touch) => touch.key !== task.touch && Object.keys(touch.answers ?? {}).length > 0)
    .sort((a, b) => at(b) - at(a))
    .slice(0, 5)
    .map((touch) => {
      const step = steps.get(touch.step);
      const answers = Object.entries(touch.answers ?? {}).map(([name, value]) => {
        const question = step?.questions.find((one) => one.name === name);
        return {
          question: question ? wordsOf(looking, question.label, touch) : name,
          name,
          value,
          words: answerWords(looking, question, value, touch),
        };
      });
      return { step: touch.step, title: titleOf(looking, step, touch), moment: shownAt(touch.endedAt ?? touch.madeAt ?? 0, zone), answers };
    }) as ShownTask['lastAnswers'];
}

function triesLeft({ plan, chart, env }: Opened, task: StoredTask, touch: TouchChart | undefined, zone: string): ShownTask['tries'] {
  const step = plan.steps.find(({ id }) => id === task.step);
  if (task.kind !== 'call' || !step) return null;
  const of = triesOf(deskFor(plan, chart, env), step).length;
  return { made: touch?.tries?.made ?? 0, of, next: shownOrNull(touch?.outcome ? undefined : touch?.tries?.nextAt, zone) };
}
