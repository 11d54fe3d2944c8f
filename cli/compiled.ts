/** SOPs given by path, compiled with what they stand on. */
import { compile } from '../language/compile/compile.ts';
import { houseRules } from '../language/compile/house.ts';
import { check } from '../language/check.ts';
import type { SourceFile } from '../language/node.ts';
import { shelve } from '../language/library/shelf.ts';
import { entryOf } from '../language/schema/tree.ts';
import type { HouseRules, Name, Plan } from '../engine/plan.ts';
import { Refusal } from './exit.ts';
import { desksFor } from './library.ts';
import { neededBy } from './needed-files.ts';
import { showDiagnostics } from './show-diagnostics.ts';
import type { Terminal } from './terminal.ts';

export type CompiledSop = { plan: Plan; files: SourceFile[]; path: string };

/** Undefined: it has mistakes, and they have been shown. A base whose settings are required takes those of its test file, as `check` does. */
export function compiledSop(name: string, root: string | undefined, terminal: Terminal): CompiledSop | undefined {
  const desk = desksFor([name], { root }, terminal)[0];
  const file = desk?.given[0];
  if (!desk || !file || desk.given.length > 1)
    throw new Refusal(terminal.words(`${name} is a folder; name one SOP file.`, `${name} 是文件夹，请写一个 SOP 文件。`));
  const all = [file, ...desk.library];
  const files = neededBy(file.path, all);
  const tests = all.find(({ path }) => path === file.path.replace(/(\.ya?ml)$/, '.test$1'));
  const shelf = shelve([file, ...(tests ? [tests] : [])]);
  const book = shelf.books.find((one) => one.file === file.path);
  if (book && book.kind !== 'sop')
    throw new Refusal(terminal.words(`${name} is no SOP: it begins with “${book.kind}:”.`, `${name} 不是 SOP，它以“${book.kind}:”开头。`));
  const settings = shelf.books.find(({ file: path }) => path === tests?.path)?.root;
  const { plan, diagnostics } = compile(file.path, files, settings && entryOf(settings, 'settings')?.value);
  if (plan) return { plan, files: [...files, ...(tests ? [tests] : [])], path: file.path };
  const errors = [...check([file], { library: desk.library }).diagnostics, ...diagnostics].filter(({ severity }) => severity === 'error');
  showDiagnostics(errors, all, terminal);
  return undefined;
}

/** The live rules under which an SOP's department works. The hospital's name and phone stand in its installation, not in a file. */
export function houseFor(files: readonly SourceFile[], sop: Name): HouseRules {
  return houseRules(files, { hospital: { name: '本院', phone: '12320' } }, sop.split('/')[0]);
}
