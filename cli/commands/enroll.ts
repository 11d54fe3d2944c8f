/** `aftercare enroll`: takes a patient in by hand, also in mid-course. */
import { exitCodes, Refusal } from '../exit.ts';
import type { ExitCode } from '../exit.ts';
import { readJson } from '../json-file.ts';
import { pairIn } from '../options.ts';
import { serverFor } from '../rest.ts';
import type { ServerOptions } from '../rest.ts';
import type { Terminal } from '../terminal.ts';
import { whoOf } from '../who.ts';
import type { Who } from '../who.ts';
import { objectValues } from '../written-values.ts';

type Options = ServerOptions & Who & { because?: string; date?: string[]; object?: string[]; history?: string };
type Enrolled = { id: string; sop: string; dates: Record<string, string | null>; ended: { id: string; reason: string }[] };

export async function enroll([sop = '']: string[], options: Options, terminal: Terminal): Promise<ExitCode> {
  const { words } = terminal;
  const { patient, because, date = [], object = [], history } = options;
  if (patient === undefined) throw new Refusal(words('Which patient? Write --patient ID.', '哪位患者？请写 --patient 编号。'));
  const dates = Object.fromEntries(date.map((one) => pairIn(one, terminal)).map(({ name, value }) => [name, value]));
  const before = history === undefined ? undefined : historyIn(history, terminal);
  const enrolled = await serverFor(options, terminal).post<Enrolled>('/v1/enrollments', {
    sop,
    patient: whoOf(options),
    ...(because === undefined ? {} : { because }),
    ...(date.length === 0 ? {} : { dates }),
    ...(before === undefined ? {} : { history: before }),
    ...objectValues(object, terminal),
  });
  if (terminal.format === 'json') terminal.json(enrolled);
  else {
    terminal.say(
      words(
        `✓ ${patient} is in ${enrolled.sop}: ${enrolled.id}, day 0 is ${enrolled.dates.day_0 ?? '—'}`,
        `✓ ${patient} 已进入 ${enrolled.sop}：${enrolled.id}，第 0 天是 ${enrolled.dates.day_0 ?? '—'}`,
      ),
    );
    for (const { id, reason } of enrolled.ended) terminal.say(words(`  ${id} has ended (${reason})`, `  ${id} 已结束（${reason}）`));
  }
  return exitCodes.fine;
}

/** The list, alone or under `history`. */
function historyIn(file: string, terminal: Terminal): unknown[] {
  const read = readJson(file, terminal);
  const list = typeof read === 'object' && read !== null && 'history' in read ? read.history : read;
  if (!Array.isArray(list))
    throw new Refusal(terminal.words(`${file} is not a list of what was done.`, `${file} 不是写着做过什么的列表。`));
  return list as unknown[];
}
