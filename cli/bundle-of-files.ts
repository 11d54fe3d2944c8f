/** The files that go to the server with an SOP: itself, libraries and calendars, and the SOPs it names. */
import type { SourceFile } from '../language/node.ts';
import { shelve } from '../language/library/shelf.ts';

export type SentFile = { path: string; text: string } | { path: string; base64: string };

/** Other SOPs come along if their name stands in one that goes: as a base, in `enroll`, `not_with`, `replaces`. Their tests stay here. */
export function neededBy(path: string, files: readonly SourceFile[]): SourceFile[] {
  const shelf = shelve(files);
  const textOf = new Map(files.map(({ path: own, bytes }) => [own, new TextDecoder().decode(bytes)]));
  const sops = shelf.books.filter(({ kind }) => kind === 'sop');
  const taken = new Set([path]);
  for (const file of taken) {
    const text = textOf.get(file) ?? '';
    for (const { file: other, name } of sops) if (text.includes(name)) taken.add(other);
  }
  for (const { file, kind } of shelf.books) if (kind === 'library' || kind === 'calendar') taken.add(file);
  return files.filter(({ path: own }) => taken.has(own));
}

/** As text; bytes that are no text go as they are, so that the server says what is wrong with them. */
export function asSent({ path, bytes }: SourceFile): SentFile {
  try {
    return { path, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { path, base64: Buffer.from(bytes).toString('base64') };
  }
}
