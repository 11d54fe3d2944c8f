import { writeAudit } from '../../database/audit.ts';
import { check } from '../../language/check.ts';
import { toJson } from '../../language/diagnostics/json.ts';
import { shelve } from '../../language/library/shelf.ts';
import { postVersion } from '../contract/sops.ts';
import { handler } from '../http/call.ts';
import { invalidField } from '../http/problem.ts';
import { libraryBehind, sentFiles } from '../intake/files.ts';
import { publishReady, putInForce, readyToPublish, withMistakes } from '../intake/publishing.ts';

/** Everything is checked before anything is written. */
export const publishVersion = handler(postVersion, async (call) => {
  const { tx, hospital, now, by, body, language, caller } = call;
  const files = sentFiles(body);
  if (files.length === 0) throw invalidField('files', 'missing', 'Send the SOP.', '请给出 SOP。');
  const behind = await libraryBehind(call, files);
  const { diagnostics } = check(files, { library: behind });
  const shown = diagnostics.map((one) => toJson(one, language));
  if (diagnostics.some(({ severity }) => severity === 'error')) throw withMistakes(shown);
  const all = [...files, ...behind];
  const shelf = shelve(all);
  const mine = new Set(files.map(({ path }) => path));
  const books = shelf.books.filter(({ file, kind }) => mine.has(file) && kind === 'sop');
  const found = books.map((book) => readyToPublish(shelf, book, all));
  if (found.some(({ ready }) => !ready)) throw withMistakes(found.flatMap((one) => one.diagnostics).map((one) => toJson(one, language)));
  const publishing = { hospital, by, at: now, ...(body.note === undefined ? {} : { note: body.note }) };
  const libraries = await putInForce(tx, shelve(files), files, publishing);
  const published = [];
  for (const { ready } of found) if (ready) published.push(await publishReady(tx, ready, publishing));
  for (const { sop, version, hash } of published)
    await writeAudit(tx, {
      hospital,
      at: now,
      what: 'sop.published',
      subject: `sop/${sop}`,
      ...(body.note === undefined ? {} : { why: body.note }),
      data: { version, hash, key: caller.key },
    });
  for (const path of libraries)
    await writeAudit(tx, { hospital, at: now, what: 'library.changed', subject: `library/${path}`, data: { key: caller.key } });
  return { status: 201, body: { published, libraries, diagnostics: shown } };
});
