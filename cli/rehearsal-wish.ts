/** What `aftercare rehearse` is asked: a case as it is written, or one made of the options. */
import { existsSync } from 'node:fs';
import type { Value } from '../engine/chart.ts';
import type { SourceFile } from '../language/node.ts';
import { plain } from '../language/schema/tree.ts';
import { parse } from '../language/source/parse.ts';
import { parseTestMoment } from '../language/test-file/moment.ts';
import type { TestCase, TestFile } from '../language/test-file/model.ts';
import { readTests } from '../language/test-file/read.ts';
import { casesAsked } from './cases-asked.ts';
import type { CompiledSop } from './compiled.ts';
import { exitCodes, Refusal } from './exit.ts';
import { readBytes } from './library.ts';
import { localMomentIn } from './options.ts';
import { entriesOf } from './played.ts';
import type { Entry, PlayOptions } from './played.ts';
import { playEntries, rehearsalText, startEntry } from './rehearsal-text.ts';
import type { StartEntry } from './rehearsal-text.ts';
import { showDiagnostics } from './show-diagnostics.ts';
import type { Terminal } from './terminal.ts';
import { eventFields, objectValues, patientValues } from './written-values.ts';

export type RehearsalOptions = PlayOptions & {
  case?: string;
  patient?: string[];
  start?: string;
  at?: string;
  object?: string[];
  field?: string[];
  script?: string;
  until?: string;
};
/** `index`: of the case in the file, from 0. `shown`: its file; absent where it was made of the options, which expect nothing. */
export type RehearsalWish = { tests: SourceFile; index: number; shown?: string };

/** Undefined: there are mistakes in it, and they have been shown. */
export function rehearsalWish(compiled: CompiledSop, options: RehearsalOptions, terminal: Terminal): RehearsalWish | undefined {
  const beside = compiled.files.find(({ path }) => path === testsPath(compiled.path));
  const written = beside && readTests(beside, compiled.files);
  if (beside && written && !written.tests && options.start === undefined) {
    showDiagnostics(written.diagnostics, [beside], terminal);
    return undefined;
  }
  const model = written?.tests;
  const one = baseCase(model, options, terminal);
  if (beside && model && one && options.case !== undefined && !changesTheCase(options))
    return { tests: beside, index: model.cases.indexOf(one), shown: beside.path };
  const tests = { path: testsPath(compiled.path), bytes: new TextEncoder().encode(textFor(compiled, model, one, options, terminal)) };
  const { diagnostics } = readTests(
    tests,
    compiled.files.filter(({ path }) => path !== tests.path),
  );
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return { tests, index: 0 };
  showDiagnostics(errors, [{ ...tests, shown: terminal.words('(the command line)', '（命令行）') }], terminal);
  return undefined;
}

const testsPath = (path: string): string => path.replace(/(\.ya?ml)$/, '.test$1');

const changing = ['patient', 'start', 'at', 'object', 'field', 'answer', 'done', 'says', 'event', 'script', 'until'] as const;
const changesTheCase = (options: RehearsalOptions): boolean => changing.some((name) => options[name] !== undefined);

function baseCase(tests: TestFile | undefined, { case: which, start }: RehearsalOptions, { words }: Terminal): TestCase | undefined {
  if (which !== undefined) {
    const one = casesAsked(tests?.cases ?? [], which)[0];
    if (!one) throw new Refusal(words(`No case beside this SOP is called “${which}”.`, `这个 SOP 旁边没有叫“${which}”的测试。`));
    return one;
  }
  const first = tests?.cases[0];
  if (!first && start === undefined)
    throw new Refusal(
      words(
        'How does it begin? There is no test file beside it; write --start EVENT --at "2026-11-24 10:00".',
        '怎么开始？旁边没有测试文件，请写 --start 事件 --at "2026-11-24 10:00"。',
      ),
    );
  return first;
}

function textFor(
  { plan }: CompiledSop,
  tests: TestFile | undefined,
  one: TestCase | undefined,
  options: RehearsalOptions,
  terminal: Terminal,
): string {
  const patient = { name: '王芳', ...(one && tests?.patients[one.patient]), ...patientValues(options.patient ?? [], terminal) };
  const until = options.until === undefined ? undefined : untilIn(options.until, terminal);
  const inherited = options.case !== undefined && one ? playEntries(one) : [];
  return rehearsalText({
    sop: plan.sop,
    ...(tests?.settings ? { settings: plain(tests.settings) } : {}),
    patient,
    start: startFor(one, options, terminal),
    variants: one?.variants ?? {},
    play: [...inherited, ...scriptEntries(options.script, terminal), ...entriesOf(plan, options, terminal)],
    ...(until === undefined ? {} : { until }),
  });
}

/** Its own start; what is written about it wins. Another event than the case's begins with nothing of the case's. */
function startFor(one: TestCase | undefined, { start, at, object = [], field = [] }: RehearsalOptions, terminal: Terminal): StartEntry {
  const inherited: StartEntry =
    one && (start === undefined || (one.start.kind === 'event' && one.start.event === start)) ? startEntry(one.start) : {};
  const event = start ?? (typeof inherited.event === 'string' ? inherited.event : '');
  const moment = at === undefined ? (inherited.at ?? (one && startEntry(one.start).at)) : startMoment(at, terminal);
  if (moment === undefined)
    throw new Refusal(terminal.words('When does it begin? Write --at "2026-11-24 10:00".', '什么时候开始？请写 --at "2026-11-24 10:00"。'));
  const fields = eventFields(event, field, terminal);
  const entry: StartEntry = { ...inherited, ...(start === undefined ? {} : { event: start }), at: moment };
  if (Object.keys(fields).length > 0) entry.with = { ...under(entry.with), ...fields };
  for (const [name, values] of Object.entries(objectValues(object, terminal))) entry[name] = { ...under(entry[name]), ...values };
  return entry;
}

const under = (value: Value | undefined): Record<string, Value> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};

function startMoment(written: string, terminal: Terminal): string {
  const { day, clock } = localMomentIn(written, terminal);
  return `${day} ${clock}`;
}

function untilIn(written: string, { words }: Terminal): string {
  if ('mistake' in parseTestMoment(written))
    throw new Refusal(
      words(
        `“${written}” is no moment. Write for example --until "day 30 21:00".`,
        `“${written}”不是时刻。请写，比如 --until "day 30 21:00"。`,
      ),
    );
  return written;
}

/** A YAML list, alone or under `play:`. */
function scriptEntries(file: string | undefined, terminal: Terminal): Entry[] {
  if (file === undefined) return [];
  if (!existsSync(file)) throw new Refusal(terminal.words(`There is no file ${file}.`, `没有文件 ${file}。`));
  const source = { path: file, bytes: readBytes(file) };
  const { root, diagnostics } = parse(source);
  const read = root && plain(root);
  const list = typeof read === 'object' && read !== null && !Array.isArray(read) && 'play' in read ? read.play : read;
  if (Array.isArray(list) && diagnostics.every(({ severity }) => severity !== 'error')) return list as Entry[];
  showDiagnostics(diagnostics, [source], terminal);
  throw new Refusal(
    terminal.words(`${file} is not a YAML list of what happens.`, `${file} 不是写着会发生什么的 YAML 列表。`),
    exitCodes.mistakes,
  );
}
