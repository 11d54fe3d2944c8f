/** The author's tests, lived through in memory before a SOP is published (language.md 13). */
import { carrierTraits, departmentOf, type Deps } from '../../activities/deps.ts';
import type { HouseRules, Plan } from '../../engine/plan.ts';
import { houseOf, type HouseNames } from '../../language/compile/house.ts';
import type { Diagnostic } from '../../language/diagnostic.ts';
import { diagnostic } from '../../language/diagnostics/make.ts';
import type { Shelf } from '../../language/library/shelf.ts';
import { deviations } from '../../language/test-file/course.ts';
import type { TestFile } from '../../language/test-file/model.ts';
import { readTestBook } from '../../language/test-file/read.ts';
import { runCase } from '../../language/test-file/run.ts';
import type { Ready } from './publishing.ts';

type Bench = { deps: Pick<Deps, 'judge' | 'channels'>; shelf: Shelf; names: HouseNames; planOf: (sop: string) => Plan | undefined };

/** What differs from what the test file of the SOP expects; nothing, if it has none. */
export function failedTests({ sop, plan }: Ready, { deps, shelf, names, planOf }: Bench): Diagnostic[] {
  const book = shelf.books.find(({ kind, name }) => kind === 'tests' && name === sop);
  const { tests, diagnostics } = book ? readTestBook(shelf, book) : { diagnostics: [] };
  if (!tests || diagnostics.some(({ severity }) => severity === 'error')) return diagnostics;
  const house = houseOf(shelf, names, departmentOf(sop));
  return tests.cases.flatMap((one) => caseMistakes(one, tests, { plan, house, planOf, deps }));
}

type Running = Pick<Bench, 'deps' | 'planOf'> & { plan: Plan; house: HouseRules };

function caseMistakes(one: TestFile['cases'][number], tests: TestFile, { plan, house, planOf, deps }: Running): Diagnostic[] {
  const course = runCase(one, tests, { plan, house, planOf, judge: deps.judge, carriers: carrierTraits(deps.channels) });
  return deviations(one, course).map(({ line, column, expected, actual }) =>
    diagnostic(
      'test-failed',
      tests.file,
      { line, column, endLine: line, endColumn: column + 1 },
      { case: one.case, x: expected, y: actual },
    ),
  );
}
