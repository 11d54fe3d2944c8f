/** The numbers of a day, and what of them must be zero. */
import { outcomeWords } from '../engine/outcome-words.ts';
import type { Outcome } from '../engine/plan.ts';
import { inColumns } from './columns.ts';
import type { Terminal } from './terminal.ts';

type Backlog = { waiting: number; oldest: string | null; failing: number };
/** GET /v1/status (server/contract/status.ts). */
export type Status = {
  day: string;
  zone: string;
  planned: number;
  ended: number;
  open: number;
  outcomes: Partial<Record<Outcome, number>>;
  enrollments: { active: number; paused: number; stopping: number };
  outbox: Backlog;
  events: Backlog;
  faults: Record<string, number>;
  sound: boolean;
};

const faultWords: Record<string, { en: string; zh: string }> = {
  unaccounted: { en: 'planned, but neither ended nor open', zh: '计划了，却既没结束也不在进行' },
  openInEnded: { en: 'open in an enrollment that has ended', zh: 'SOP 已结束，却还开着' },
  forgotten: { en: 'past its moment, and nobody woke', zh: '时刻已过，没有人动' },
  tasksOfEnded: { en: 'open tasks whose touch has ended', zh: '触达已结束，任务还开着' },
  withoutTask: { en: 'should be done by somebody, and there is no task', zh: '该有人做，却没有任务' },
  acceptedUnmade: { en: 'accepted by the carrier, and the touch does not know', zh: '渠道已收下，触达却不知道' },
  sendsStuck: { en: 'sending, and no result for too long', zh: '发送中，太久没有结果' },
  eventsGivenUp: { en: 'events given up: a person decides', zh: '放弃处理的事件，要有人决定' },
};

export function showStatus(
  { day, zone, planned, ended, open, outcomes, enrollments, outbox, events, faults, sound }: Status,
  terminal: Terminal,
): void {
  const { words, say, paint, language } = terminal;
  say(paint(words(`${day}, ${zone}`, `${day}，${zone}`), 'bold'));
  say(words(`planned ${planned} = ended ${ended} + open ${open}`, `计划 ${planned} = 结束 ${ended} + 进行中 ${open}`));
  const ends = Object.entries(outcomes).map(([outcome, n]) => [
    '',
    Object.hasOwn(outcomeWords, outcome) ? outcomeWords[outcome as Outcome][language] : outcome,
    String(n),
  ]);
  for (const line of inColumns(ends)) say(line);
  say(
    words(
      `enrollments: ${enrollments.active} active, ${enrollments.paused} paused, ${enrollments.stopping} stopping`,
      `患者：进行中 ${enrollments.active}，暂停 ${enrollments.paused}，正在停止 ${enrollments.stopping}`,
    ),
  );
  for (const [name, { waiting, oldest, failing }] of [
    [words('outbox', '待通知'), outbox] as const,
    [words('events', '待处理的事件'), events] as const,
  ])
    say(
      words(
        `${name}: ${waiting} waiting${oldest ? ` since ${oldest}` : ''}, ${failing} failing`,
        `${name}：${waiting}${oldest ? `，最早 ${oldest}` : ''}，失败过 ${failing}`,
      ),
    );
  const wrong = Object.entries(faults).filter(([, n]) => n !== 0);
  for (const [name, n] of wrong) say(paint(`✗ ${n} ${faultWords[name]?.[language] ?? name}`, 'red'));
  say(
    sound
      ? paint(words('✓ everything reconciles to zero', '✓ 全部对得上'), 'green')
      : paint(words('✗ it does not reconcile', '✗ 对不上'), 'red'),
  );
}
