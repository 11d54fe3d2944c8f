/** A rehearsal as a timeline: each touch with its local day and time, what it was, how it ended; and who was told. */
import { dayOfDate } from '../engine/calendar/date-value.ts';
import { daysBetween } from '../engine/calendar/day.ts';
import { clockIn, dayIn } from '../engine/calendar/zone.ts';
import { outcomeWords, reasonWords } from '../engine/outcome-words.ts';
import type { Plan } from '../engine/plan.ts';
import { inColumns } from './columns.ts';
import { kindWords } from './kind-words.ts';
import type { Rehearsed, RehearsedTouch } from './rehearsal.ts';
import type { Terminal } from './terminal.ts';

/** `tests`: the file whose case it is; absent where it was made of the command line. */
type Context = { plan: Plan; tests: string | undefined; tookMs: number };

export function showRehearsal(rehearsed: Rehearsed, { plan, tests, tookMs }: Context, terminal: Terminal): void {
  const { words, say, paint } = terminal;
  const took = words(`${(tookMs / 1000).toFixed(1)} s`, `${(tookMs / 1000).toFixed(1)} 秒`);
  if (!rehearsed.enrolled) {
    const why = rehearsed.why ? reasonWords[rehearsed.why][terminal.language] : '';
    say(words(`${plan.sop}: the patient was not taken in (${why}), ${took}`, `${plan.sop}：患者没有进来（${why}），${took}`));
  } else {
    for (const line of inColumns(rowsOf(rehearsed, terminal))) say(line);
    for (const [name, figure] of Object.entries(rehearsed.figures)) say(`${name}: ${figure}`);
    say(
      paint(
        words(
          `${plan.sop}: ${rehearsed.touches.length} touches in ${took}`,
          `${plan.sop}：${rehearsed.touches.length} 次触达，用了 ${took}`,
        ),
        'dim',
      ),
    );
  }
  for (const { line, column, expected, actual } of rehearsed.deviations) {
    say(`${paint('✗', 'red')} ${tests === undefined ? words('what was asked for', '命令行里写的') : `${tests}:${line}:${column}`}`);
    say(`  ${words('expected', '应该')}  ${paint(expected, 'green')}`);
    say(`  ${words('actual  ', '实际')}  ${paint(actual, 'red')}`);
  }
}

type Row = { at: number; cells: string[] };

function rowsOf({ touches, told, zone, dayZero }: Rehearsed, terminal: Terminal): string[][] {
  const zero = dayZero == null ? undefined : dayOfDate(dayZero, zone);
  const local = (at: number): string[] => {
    if (!Number.isFinite(at)) return ['—', ''];
    const day = dayIn(at, zone);
    return [
      `${day} ${clockIn(at, zone)}`,
      zero === undefined ? '' : terminal.words(`day ${daysBetween(zero, day)}`, `第 ${daysBetween(zero, day)} 天`),
    ];
  };
  const rows: Row[] = [
    ...touches.map((touch) => ({ at: momentOf(touch), cells: touchCells(touch, terminal) })),
    ...told.map(({ step, role, at }) => ({
      at: Date.parse(at),
      cells: [terminal.words('told', '告诉'), step, '', terminal.words(`${role} is told`, `告诉 ${role}`)],
    })),
  ];
  return rows.sort((a, b) => a.at - b.at || 0).map(({ at, cells }) => [...local(at), ...cells]);
}

/** When it was made, else when it ended unmade. */
const momentOf = ({ madeAt, endedAt, target }: RehearsedTouch): number => Date.parse(madeAt ?? endedAt ?? target ?? '') || Infinity;

function touchCells({ step, kind, title, madeAt, outcome, reason, role, channel }: RehearsedTouch, terminal: Terminal): string[] {
  const { words, paint, language } = terminal;
  const ended = outcome ? outcomeWords[outcome][language] : madeAt ? words('open', '进行中') : words('to come', '还没到');
  const why = reason ? ` (${reasonWords[reason][language]})` : '';
  const done = madeAt === null && outcome !== null ? 'dim' : undefined;
  const who = role ?? channel ?? '';
  const named = title?.trim() ? (title.trim().split('\n')[0] ?? '') : '';
  return [
    kindWords(kind, language),
    step,
    who,
    `${done ? paint(`${ended}${why}`, done) : `${ended}${why}`}${named === '' ? '' : `  ${paint(named, 'dim')}`}`,
  ];
}
