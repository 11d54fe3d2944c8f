/** `aftercare test`: the cases of x.test.yaml, in memory or on the real engine. */
import { existsSync, statSync } from 'node:fs';
import { compile } from '../../language/compile/compile.ts';
import { diagnostic } from '../../language/diagnostics/make.ts';
import type { Diagnostic } from '../../language/diagnostic.ts';
import type { SourceFile } from '../../language/node.ts';
import { createJudge } from '../../language/judge.ts';
import { deviations } from '../../language/test-file/course.ts';
import type { Course, Deviation } from '../../language/test-file/course.ts';
import type { TestCase, TestFile } from '../../language/test-file/model.ts';
import { readTests } from '../../language/test-file/read.ts';
import { runCase } from '../../language/test-file/run.ts';
import type { Plan } from '../../engine/plan.ts';
import { everyCarrier } from '../carriers.ts';
import { houseFor } from '../compiled.ts';
import { exitCodes, Refusal } from '../exit.ts';
import type { ExitCode } from '../exit.ts';
import { desksFor } from '../library.ts';
import type { Runner, Running, Subject } from '../case-runner.ts';
import { casesAsked } from '../cases-asked.ts';
import { asShown, diagnosticsJson, showDiagnostics } from '../show-diagnostics.ts';
import { neededBy } from '../needed-files.ts';
import { showResults } from '../show-results.ts';
import type { CaseResult, FileResult } from '../show-results.ts';
import type { Terminal } from '../terminal.ts';

type Options = { root?: string; case?: string; real?: boolean; url?: string; key?: string };

export async function test(names: string[], options: Options, terminal: Terminal): Promise<ExitCode> {
  const subjects = subjectsOf(testNames(names), options.root, terminal);
  const runner = options.real ? (await import('../real-cases.ts')).realRunner(options, terminal) : inMemory;
  const found: Diagnostic[] = [];
  const results: FileResult[] = [];
  for (const subject of subjects) {
    const { tests, diagnostics } = readTests(subject.file, subject.files);
    const { plan, diagnostics: about } = tests ? planFor(tests, subject) : { diagnostics: [] };
    found.push(...[...diagnostics, ...about].filter(({ severity }) => severity === 'error'));
    if (!tests || !plan) continue;
    const running = { tests, plan, house: houseFor(subject.files, tests.sop), planOf: plansOf(subject.files), ...subject };
    results.push(await runFile(running, casesAsked(tests.cases, options.case), runner, terminal));
  }
  terminal.progress('');
  if (options.case !== undefined && found.length === 0 && results.every(({ cases }) => cases.length === 0))
    throw new Refusal(terminal.words(`No case is called “${options.case}”.`, `没有叫“${options.case}”的测试。`));
  show(results, found, subjects, terminal);
  const failed = found.length > 0 || results.some(({ cases }) => cases.some(({ passed }) => !passed));
  return failed ? exitCodes.mistakes : exitCodes.fine;
}

/** An SOP stands for the test file beside it. */
function testNames(names: string[]): string[] {
  return names.map((name) => {
    if (name === '-' || /\.test\.ya?ml$/.test(name) || (existsSync(name) && statSync(name).isDirectory())) return name;
    const beside = name.replace(/(\.ya?ml)$/, '.test$1');
    return existsSync(beside) ? beside : name;
  });
}

function subjectsOf(names: string[], root: string | undefined, terminal: Terminal): Subject[] {
  const desks = desksFor(names, { root }, terminal);
  const subjects = desks.flatMap((desk) =>
    desk.given
      .filter(({ path }) => /\.test\.ya?ml$/.test(path) || names.includes('-'))
      .map((file) => ({ file, files: neededBy(file.path, [...desk.given, ...desk.library]) })),
  );
  if (subjects.length === 0)
    throw new Refusal(
      terminal.words(
        `There is no test file (x.test.yaml) in ${names.join(' ') || 'sops/'}.`,
        `${names.join(' ') || 'sops/'} 里没有测试文件（x.test.yaml）。`,
      ),
    );
  return subjects;
}

function planFor(tests: TestFile, { files, file }: Subject): { plan?: Plan; diagnostics: Diagnostic[] } {
  const compiled = compile(tests.sop, files, tests.settings);
  if (compiled.plan || compiled.diagnostics.length > 0) return compiled;
  const start = { line: 1, column: 1, endLine: 1, endColumn: 2 };
  return { diagnostics: [diagnostic('unknown-sop', file.path, start, { x: tests.sop })] };
}

async function runFile(running: Running, cases: TestCase[], run: Runner, terminal: Terminal): Promise<FileResult> {
  const results: CaseResult[] = [];
  for (const one of cases) {
    terminal.progress(`${running.file.shown} ${results.length + 1}/${cases.length}`);
    results.push({ case: one.case, line: one.line, ...(await run(one, running.tests.cases.indexOf(one), running)) });
  }
  return { file: running.file.shown, sop: running.tests.sop, cases: results };
}

const judge = createJudge();

const inMemory: Runner = async (one, _index, { tests, plan, house, planOf }) => {
  const begun = performance.now();
  const found = deviationsOf(one, () => runCase(one, tests, { plan, house, judge, carriers: everyCarrier, planOf }));
  return { passed: found.length === 0, tookMs: Math.round((performance.now() - begun) * 10) / 10, deviations: found };
};

/** A life that cannot be lived to its end is one more way to fail, and no reason to leave out the cases behind it. */
function deviationsOf(one: TestCase, run: () => Course): Deviation[] {
  try {
    return deviations(one, run());
  } catch (thrown) {
    const { line, column } = one;
    return [{ line, column, expected: 'runs to its end', actual: thrown instanceof Error ? thrown.message : String(thrown) }];
  }
}

/** Of the SOPs that an `enroll` step names; each is compiled once. */
function plansOf(files: readonly SourceFile[]): (sop: string) => Plan | undefined {
  const plans = new Map<string, Plan | undefined>();
  return (sop) => {
    if (!plans.has(sop)) plans.set(sop, compile(sop, files).plan);
    return plans.get(sop);
  };
}

function show(results: FileResult[], found: Diagnostic[], subjects: Subject[], terminal: Terminal): void {
  const files = subjects.flatMap((subject) => subject.files);
  if (terminal.format === 'json') {
    terminal.json({ files: results, diagnostics: diagnosticsJson(asShown(found, files), terminal) });
    return;
  }
  showDiagnostics(found, files, terminal);
  showResults(results, terminal);
}
