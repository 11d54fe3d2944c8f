import { enact, type Opened } from '../../activities/enact.ts';
import { step, type Input } from '../../engine/step.ts';
import { contactOf, zonesOf } from '../../engine/contact.ts';
import { writeAudit } from '../../database/audit.ts';
import { postChange, postPreview, type ChangeAsked } from '../contract/enrollments.ts';
import { handler } from '../http/call.ts';
import { conflict, invalidField } from '../http/problem.ts';
import { dateValueOf, instantOf } from '../intake/moments.ts';
import { difference } from '../views/difference.ts';
import { whyEnded, whyStatus } from '../views/why.ts';
import { locked } from './enrollments.ts';

/** The same step of the engine as the change itself, on a copy, and nothing is written. */
export const preview = handler(postPreview, async (call) => {
  const { change } = call.body;
  const opened = await locked(call, call.params.id, touchesOf(change));
  const stepped = step(opened.plan, opened.chart, inputsFor(opened, change), opened.env);
  return { status: 200, body: difference(opened, stepped) };
});

export const changeEnrollment = handler(postChange, async (call) => {
  const { tx, hospital, params, body, caller } = call;
  const opened = await locked(call, params.id, touchesOf(body.change));
  const before = { ...opened };
  const stepped = await enact(tx, opened, inputsFor(opened, body.change), { word: true });
  const found = difference(before, stepped);
  await writeAudit(tx, {
    hospital,
    at: opened.now,
    what: `enrollment.${body.change.do}`,
    subject: `enrollment/${params.id}`,
    why: body.reason,
    data: { change: body.change, key: caller.key, words: found.words },
  });
  return { status: 200, body: found };
});

const touchesOf = (change: ChangeAsked): string[] => (change.do === 'cancel_touch' ? [change.touch] : []);

/** What the engine is asked; what cannot be as things are is said here. */
function inputsFor(opened: Opened, change: ChangeAsked): Input[] {
  const { status, endReason } = opened.chart.enrollment;
  if (status !== 'active' && status !== 'paused' && change.do !== 'cancel_touch') {
    const why = whyStatus(status, endReason);
    throw conflict(
      'enrollment-ended',
      { en: `The enrollment has ended (${why.en}).`, zh: `随访已经结束（${why.zh}）。` },
      { enrollmentStatus: status },
    );
  }
  switch (change.do) {
    case 'move_date':
      return moveDate(opened, change);
    case 'pause':
      return pause(opened, change.until);
    case 'resume':
      if (status !== 'paused')
        throw conflict('not-paused', { en: 'The enrollment is not paused.', zh: '随访没有暂停。' }, { enrollmentStatus: status });
      return [{ do: 'resume' }];
    case 'stop':
      return [{ do: 'stop', reason: 'by_person' }];
    case 'cancel_touch':
      return cancel(opened, change.touch);
  }
}

function hospitalZoneOf({ plan, chart }: Opened): string {
  return zonesOf(contactOf(plan, chart.house), chart.house, chart.patient.zone).hospital;
}

function moveDate(opened: Opened, { date, value }: Extract<ChangeAsked, { do: 'move_date' }>): Input[] {
  const names = Object.keys(opened.plan.dates);
  if (!names.includes(date))
    throw invalidField('change.date', 'unknown-date', `The SOP has the dates ${names.join(', ')}.`, `SOP 里的日期有 ${names.join('、')}。`);
  return [{ do: 'move', date, value: dateValueOf(value, hospitalZoneOf(opened)) }];
}

function pause(opened: Opened, until: string | undefined): Input[] {
  if (opened.chart.enrollment.status === 'paused')
    throw conflict('already-paused', { en: 'The enrollment is paused already.', zh: '随访已经暂停。' });
  if (until === undefined) return [{ do: 'pause' }];
  const at = instantOf(until, hospitalZoneOf(opened));
  if (at <= opened.now) throw invalidField('change.until', 'in-the-past', 'This moment has passed.', '这个时刻已经过去。');
  return [{ do: 'pause', until: at }];
}

function cancel(opened: Opened, key: string): Input[] {
  const touch = opened.chart.touches[key];
  if (!touch) throw invalidField('change.touch', 'unknown-touch', 'The enrollment has no such touch.', '这次随访里没有这一项。');
  if (touch.outcome) {
    const why = whyEnded(touch.outcome, touch.reason);
    throw conflict(
      'touch-ended',
      { en: `It has ended already (${why.en}).`, zh: `已经结束（${why.zh}）。` },
      { outcome: touch.outcome, reason: touch.reason },
    );
  }
  return [{ do: 'cancel', touch: key }];
}
