/** What a person does with a task. The row says who did it, the engine what comes of it; both in one transaction, under the patient's lock. */
import { enact, open, type Opened } from '../../activities/enact.ts';
import { recordDeath, recordStaffContact } from '../../database/patients.ts';
import {
  claimTask,
  completeTask,
  recordNoAnswer,
  releaseTask,
  snoozeTask,
  type Acted,
  type StoredTask,
  type TaskAct,
} from '../../database/tasks.ts';
import type { WorkAct } from '../../engine/answering.ts';
import type { Answers } from '../../engine/chart.ts';
import type { Instant, Outcome } from '../../engine/plan.ts';
import { step } from '../../engine/step.ts';
import { checkAnswers } from '../../language/answers/validate.ts';
import { worldAt } from '../../language/conditions/standpoint.ts';
import { postClaim, postComplete, postNoAnswer, postRelease, postSnooze, type CompletionAsked } from '../contract/tasks.ts';
import { handler, type Answer, type Call } from '../http/call.ts';
import { conflict, invalid, invalidField, notFound, Problem } from '../http/problem.ts';
import { hospitalZone, instantOf } from '../intake/moments.ts';
import { answerWith, taskOf } from './tasks.ts';

type Acting = Pick<Call, 'tx' | 'parts' | 'by' | 'hospital'> & { version?: number; params: { id: number } };
type AtTask = { call: Acting; task: StoredTask; opened: Opened; request: TaskAct };

/** First the patient's lock, then the task: the same order as whoever else changes either. */
async function at(call: Acting): Promise<AtTask> {
  const found = await taskOf(call, call.params.id);
  const opened = await open(call.tx, call.parts.deps, found.enrollment, { touches: [found.touch] });
  const task = await taskOf(call, call.params.id);
  return {
    call,
    task,
    opened,
    request: { id: task.id, by: call.by, at: opened.now, ...(call.version === undefined ? {} : { version: call.version }) },
  };
}

const tell = ({ call, task, opened }: AtTask, work: WorkAct) =>
  enact(call.tx, opened, [{ do: 'work', touch: task.touch, work }], { word: true });

/** The task as it stands after everything. */
async function done({ call }: AtTask): Promise<Answer> {
  return answerWith(call, await taskOf(call, call.params.id));
}

function held(acted: Acted): StoredTask {
  if (acted.done) return acted.task;
  throw refused(acted);
}

function refused(acted: Exclude<Acted, { done: true }>): Problem {
  switch (acted.why) {
    case 'missing':
      return notFound({ en: 'There is no such task.', zh: '没有这个任务。' });
    case 'changed':
      return new Problem({
        status: 412,
        code: 'changed',
        title: { en: 'The task has changed meanwhile.', zh: '任务已经有变化。' },
        more: { version: acted.task.version },
      });
    case 'claimed':
      return conflict(
        'claimed',
        { en: `${acted.by} has this task.`, zh: `${acted.by} 已经接了这个任务。` },
        { claimedBy: acted.by, claimedAt: new Date(acted.at).toISOString() },
      );
    case 'not_claimed':
      return conflict('not-claimed', { en: 'Nobody has this task.', zh: '这个任务还没有人接。' });
    case 'ended':
      return conflict(
        'ended',
        { en: `The task is ${acted.status} already.`, zh: `任务已经结束（${acted.status}）。` },
        { taskStatus: acted.status, outcome: acted.task.outcome, completedBy: acted.task.completedBy },
      );
  }
}

export const claim = handler(postClaim, async (call) => {
  const here = await at(call);
  held(await claimTask(call.tx, here.request));
  await tell(here, { act: 'claim', by: call.by });
  return done(here);
});

export const release = handler(postRelease, async (call) => {
  const here = await at(call);
  held(await releaseTask(call.tx, { ...here.request, anyone: call.body.anyone ?? false }));
  await tell(here, { act: 'release' });
  return done(here);
});

export const snooze = handler(postSnooze, async (call) => {
  const here = await at(call);
  const until = instantOf(call.body.until, await hospitalZone(call));
  if (until <= here.opened.now) throw invalidField('until', 'in-the-past', 'This moment has passed.', '这个时刻已经过去。');
  held(await snoozeTask(call.tx, { ...here.request, until }));
  return done(here);
});

/** Also when it is overdue, or has closed by itself: then it is marked late (trap 12). */
export const complete = handler(postComplete, async (call) => {
  const here = await at(call);
  const { body } = call;
  fitting(here.task, body);
  const answers = 'answers' in body ? (body.answers ?? {}) : {};
  if (body.result === 'done' || body.result === 'reached' || body.result === 'family_answered')
    checked(here, answers, body.result === 'family_answered');
  const work = workFor(body, call.by, answers);
  const outcome = outcomeOf(here, work);
  const note = body.result === 'not_done' ? { note: body.reason } : {};
  if (outcome) held(await completeTask(call.tx, { ...here.request, outcome, answers, ...note }));
  else held(await recordNoAnswer(call.tx, here.request));
  if (body.result === 'died')
    await recordDeath(call.tx, {
      patient: here.task.patient,
      at: body.diedAt === undefined ? here.opened.now : instantOf(body.diedAt, await hospitalZone(call)),
    });
  await tell(here, work);
  if (here.task.kind === 'call' && spokeWithPatient(body)) await spoke(here);
  return done(here);
});

/** `done` is of tasks, the rest of calls. */
function fitting({ kind }: StoredTask, { result }: CompletionAsked): void {
  const possible = kind === 'task' ? ['done', 'not_done'] : ['reached', 'family_answered', 'refused', 'wrong_number', 'died', 'not_done'];
  if (!possible.includes(result))
    throw invalidField('result', 'not-an-option', `One of: ${possible.join(', ')}.`, `只能是：${possible.join('、')}。`);
}

/** Whoever answers for the patient cannot answer everything; what is answered must be right all the same. */
function checked({ task, opened: { plan, chart, now } }: AtTask, answers: Answers, family: boolean): void {
  const touch = chart.touches[task.touch];
  const around = worldAt({ plan, chart, now, answers, ...(touch ? { touch } : {}) });
  const mistakes = checkAnswers(task.questions, answers, now, around).filter(({ code }) => !family || code !== 'answer-missing');
  if (mistakes.length > 0) throw invalid(mistakes.map(({ name, code, message }) => ({ field: `answers.${name}`, code, message })));
}

function workFor(body: CompletionAsked, by: string, answers: Answers): WorkAct {
  switch (body.result) {
    case 'done':
    case 'reached':
      return { act: 'complete', by, answers };
    case 'family_answered':
      return { act: 'complete', by, answers, family: true };
    case 'refused':
      return { act: 'refused', by, ...(body.by === 'family' ? { family: true } : {}) };
    case 'wrong_number':
      return { act: 'wrong_number', by };
    case 'died':
      return { act: 'died', by };
    case 'not_done':
      return { act: 'not_done', by, note: body.reason };
  }
}

/** How the work ends by this; undefined: the call goes on another way. A touch that has ended keeps its own outcome; the late work has this one. */
function outcomeOf({ task, opened: { plan, chart, env } }: AtTask, work: WorkAct): Outcome | undefined {
  if (work.act === 'complete') return task.kind === 'call' ? 'reached' : 'done';
  if (chart.touches[task.touch]?.outcome) return lateOutcome[work.act];
  return step(plan, chart, [{ do: 'work', touch: task.touch, work }], env).chart.touches[task.touch]?.outcome;
}

const lateOutcome: Partial<Record<WorkAct['act'], Outcome>> = {
  refused: 'refused',
  died: 'refused',
  not_done: 'not_done',
  wrong_number: 'not_reached',
};

const spokeWithPatient = (body: CompletionAsked): boolean =>
  body.result === 'reached' || (body.result === 'refused' && body.by !== 'family');

/** Automation waits while a person and the patient are talking (language.md 7.5). */
function spoke({ call, task, opened }: AtTask): Promise<void> {
  return recordStaffContact(call.tx, {
    hospital: call.hospital,
    patient: task.patient,
    at: opened.now,
    by: call.by,
    how: 'phone',
    touch: task.touch,
  });
}

export const noAnswer = handler(postNoAnswer, async (call) => {
  const here = await at(call);
  if (here.task.kind !== 'call') throw conflict('no-call', { en: 'Only a call can be without answer.', zh: '只有电话才有“没接”。' });
  const work = await tryFor(call, here.opened.now);
  const outcome = outcomeOf(here, work);
  if (outcome) held(await completeTask(call.tx, { ...here.request, outcome }));
  else held(await recordNoAnswer(call.tx, here.request));
  await tell(here, work);
  return done(here);
});

async function tryFor(call: Call<typeof postNoAnswer>, now: Instant): Promise<WorkAct> {
  const { body, by } = call;
  if (!('result' in body) || body.result === 'no_answer') return { act: 'no_answer', by };
  if (body.result === 'busy') return { act: 'busy', by };
  const when = instantOf(body.at, await hospitalZone(call));
  if (when <= now) throw invalidField('at', 'in-the-past', 'This moment has passed.', '这个时刻已经过去。');
  return { act: 'call_back', by, at: when };
}
