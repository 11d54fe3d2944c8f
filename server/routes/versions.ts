import { writeAudit } from '../../database/audit.ts';
import { check } from '../../language/check.ts';
import type { Diagnostic } from '../../language/diagnostic.ts';
import { toJson } from '../../language/diagnostics/json.ts';
import { shelve, type Shelf } from '../../language/library/shelf.ts';
import type { SourceFile } from '../../language/node.ts';
import { postVersion } from '../contract/sops.ts';
import { handler, type Call } from '../http/call.ts';
import { invalidField } from '../http/problem.ts';
import { libraryBehind, sentFiles } from '../intake/files.ts';
import { publishReady, putInForce, readyToPublish, withMistakes, type Ready } from '../intake/publishing.ts';
import { failedTests } from '../intake/tests-pass.ts';

type Publishing = Call<typeof postVersion>;

/** Everything is checked, and the tests that were sent are run, before anything is written. */
export const publishVersion = handler(postVersion, async (call) => {
  const { tx, hospital, now, by, body, language } = call;
  const files = sentFiles(body);
  if (files.length === 0) throw invalidField('files', 'missing', 'Send the SOP.', '请给出 SOP。');
  const behind = await libraryBehind(call, files);
  const { diagnostics } = check(files, { library: behind });
  refuseMistakes(call, diagnostics);
  const all = [...files, ...behind];
  const shelf = shelve(all);
  const sops = compiled(call, shelf, files, all);
  await passTests(call, shelf, sops);
  const publishing = { hospital, by, at: now, ...(body.note === undefined ? {} : { note: body.note }) };
  const libraries = await putInForce(tx, shelve(files), files, publishing);
  const published = [];
  for (const ready of sops) published.push(await publishReady(tx, ready, publishing));
  await keepWho(call, published, libraries);
  return { status: 201, body: { published, libraries, diagnostics: diagnostics.map((one) => toJson(one, language)) } };
});

function refuseMistakes({ language }: Publishing, diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.some(({ severity }) => severity === 'error')) throw withMistakes(diagnostics.map((one) => toJson(one, language)));
}

function compiled(call: Publishing, shelf: Shelf, files: readonly SourceFile[], all: readonly SourceFile[]): Ready[] {
  const mine = new Set(files.map(({ path }) => path));
  const books = shelf.books.filter(({ file, kind }) => mine.has(file) && kind === 'sop');
  const found = books.map((book) => readyToPublish(shelf, book, all));
  refuseMistakes(call, found.flatMap((one) => (one.ready ? [] : one.diagnostics))); // prettier-ignore
  return found.flatMap(({ ready }) => ready ?? []);
}

async function passTests(call: Publishing, shelf: Shelf, sops: readonly Ready[]): Promise<void> {
  const { tx, hospital, parts } = call;
  const names = { hospital: (await parts.deps.houses.of(tx, hospital, '')).hospital };
  const current = await parts.deps.plans.current(tx, hospital);
  const planOf = (sop: string) => sops.find((ready) => ready.sop === sop)?.plan ?? current.get(sop);
  refuseMistakes(call, sops.flatMap((ready) => failedTests(ready, { deps: parts.deps, shelf, names, planOf }))); // prettier-ignore
}

async function keepWho(
  { tx, hospital, now, body, caller }: Publishing,
  published: { sop: string; version: number; hash: string }[],
  libraries: string[],
): Promise<void> {
  const why = body.note === undefined ? {} : { why: body.note };
  const common = { hospital, at: now, ...why };
  for (const { sop, version, hash } of published)
    await writeAudit(tx, { ...common, what: 'sop.published', subject: `sop/${sop}`, data: { version, hash, key: caller.key } });
  for (const path of libraries)
    await writeAudit(tx, { ...common, what: 'library.changed', subject: `library/${path}`, data: { key: caller.key } });
}
