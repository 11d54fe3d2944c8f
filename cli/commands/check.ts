/** `aftercare check`: every mistake in the files, at once. */
import { check as checkFiles } from '../../language/check.ts';
import type { Diagnostic } from '../../language/diagnostic.ts';
import { exitCodes } from '../exit.ts';
import type { ExitCode } from '../exit.ts';
import { desksFor } from '../library.ts';
import type { Asking, Desk } from '../library.ts';
import { showDiagnostics } from '../show-diagnostics.ts';
import type { Terminal } from '../terminal.ts';

export async function check(names: string[], options: Asking, terminal: Terminal): Promise<ExitCode> {
  const desks = desksFor(names, options, terminal);
  const diagnostics = desks.flatMap(({ given, library }) => checkFiles(given, { library }).diagnostics);
  const files = desks.flatMap(({ given }) => given);
  showDiagnostics(diagnostics, files, terminal);
  if (terminal.format === 'text') terminal.say(summary(diagnostics, desks, terminal));
  return diagnostics.some(({ severity }) => severity === 'error') ? exitCodes.mistakes : exitCodes.fine;
}

function summary(diagnostics: Diagnostic[], desks: Desk[], { words, paint }: Terminal): string {
  const files = desks.reduce((sum, { given }) => sum + given.length, 0);
  const count = (wanted: Diagnostic['severity']) => diagnostics.filter(({ severity }) => severity === wanted).length;
  const [errors, warnings, hints] = [count('error'), count('warning'), count('hint')];
  const many = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;
  const rest = words(`${many(warnings, 'warning')}, ${many(hints, 'hint')}`, `${warnings} 个警告，${hints} 个提示`);
  const inFiles = words(many(files, 'file'), `${files} 个文件`);
  if (errors > 0) return paint(words(`${inFiles}: ${many(errors, 'error')}, ${rest}`, `${inFiles}：${errors} 个错误，${rest}`), 'red');
  return paint(words(`${inFiles}: no errors, ${rest}`, `${inFiles}：没有错误，${rest}`), 'green');
}
