/** One enrollment: what was, what is open, what comes, and why. */
import { inColumns } from './columns.ts';
import { kindWords } from './kind-words.ts';
import type { Terminal } from './terminal.ts';

type Moment = { at: string; local: string };
type Words = { en: string; zh: string };
/** The part of GET /v1/enrollments/{id} that is shown here. */
export type ShownEnrollment = {
  id: string;
  sop: string;
  title: string;
  status: string;
  started: Moment;
  ended: Moment | null;
  why: Words;
  dates: Record<string, string | null>;
  patient: { externalId: string; name: string | null };
  timeline: { moment: Moment; words: Words }[];
  touches: {
    step: string;
    kind: string;
    title: string;
    target: Moment | null;
    made: Moment | null;
    ended: Moment | null;
    why: Words;
    told: { role: string; moment: Moment }[];
  }[];
  coming: { step: string; kind: string; title: string; target: Moment; ifSilent: boolean }[];
};

type Row = { at: string; cells: string[] };

export function showEnrollment(shown: ShownEnrollment, terminal: Terminal): void {
  const { words, say, paint, language } = terminal;
  const { sop, title, patient, dates, why, id } = shown;
  say(paint(`${title} (${sop})`, 'bold'));
  say(`${id} · ${patient.name ?? patient.externalId} · ${why[language]} · ${words('day 0', '第 0 天')} ${dates.day_0 ?? '—'}`);
  const past: Row[] = [
    ...shown.timeline.map(({ moment, words: said }) => ({ at: moment.at, cells: [moment.local, '', '', said[language]] })),
    ...shown.touches.flatMap((touch) => touchRows(touch, terminal)),
  ];
  const future: Row[] = shown.coming.map(({ target, kind, step, title: name, ifSilent }) => ({
    at: target.at,
    cells: [target.local, kindWords(kind, language), step, `${ifSilent ? words('if nobody answers: ', '如果没人回应：') : ''}${name}`],
  }));
  const inOrder = (rows: Row[]): string[][] => rows.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).map(({ cells }) => cells);
  const [before, after] = [inOrder(past), inOrder(future)];
  const lines = inColumns([...before, ...after]);
  for (const line of lines.slice(0, before.length)) say(line);
  if (after.length > 0) say(paint(words('to come', '将要发生'), 'dim'));
  for (const line of lines.slice(before.length)) say(line);
}

function touchRows(
  { step, kind, title, target, made, ended, why, told }: ShownEnrollment['touches'][number],
  { words, language, paint }: Terminal,
): Row[] {
  const moment = made ?? ended ?? target;
  const row = {
    at: moment?.at ?? '9',
    cells: [moment?.local ?? '—', kindWords(kind, language), step, `${why[language]}${title ? `  ${paint(title, 'dim')}` : ''}`],
  };
  return [
    row,
    ...told.map(({ role, moment: at }) => ({
      at: at.at,
      cells: [at.local, words('told', '告诉'), step, words(`${role} is told`, `告诉 ${role}`)],
    })),
  ];
}
