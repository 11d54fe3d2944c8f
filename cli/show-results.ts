/** Cases that were run: one line per file, and for each case that failed what was expected beside what came. */
import type { Deviation } from '../language/test-file/course.ts';
import type { Terminal } from './terminal.ts';

export type CaseResult = {
  case: string;
  line: number;
  passed: boolean;
  tookMs: number;
  deviations: Deviation[];
  /** It was not run, and why not; it counts as passed. */
  skipped?: string;
};
export type FileResult = { file: string; sop: string; cases: CaseResult[] };

export function showResults(files: readonly FileResult[], terminal: Terminal): void {
  const { words, say, paint } = terminal;
  for (const { file, cases } of files) {
    const failed = cases.filter(({ passed }) => !passed);
    const took = Math.round(cases.reduce((sum, { tookMs }) => sum + tookMs, 0));
    const mark = failed.length === 0 ? paint('✓', 'green') : paint('✗', 'red');
    say(
      `${mark} ${file}  ${words(`${cases.length} case${cases.length === 1 ? '' : 's'}`, `${cases.length} 条`)}  ${paint(`${took} ms`, 'dim')}`,
    );
    for (const one of failed) showFailed(file, one, terminal);
    for (const { case: sentence, skipped } of cases) if (skipped !== undefined) say(`  – ${sentence} (${skipped})`);
  }
  const all = files.flatMap(({ cases }) => cases);
  const failed = all.filter(({ passed }) => !passed).length;
  const sum = words(`${all.length} cases, ${failed} failed`, `${all.length} 条测试，${failed} 条没通过`);
  say(paint(sum, failed === 0 ? 'green' : 'red'));
}

function showFailed(file: string, { case: sentence, deviations }: CaseResult, { words, say, paint }: Terminal): void {
  say(`  ${paint('✗', 'red')} ${paint(sentence, 'bold')}`);
  for (const { line, column, expected, actual } of deviations) {
    say(`    ${paint(`${file}:${line}:${column}`, 'dim')}`);
    say(`      ${words('expected', '应该')}  ${paint(expected, 'green')}`);
    say(`      ${words('actual  ', '实际')}  ${paint(actual, 'red')}`);
  }
}
