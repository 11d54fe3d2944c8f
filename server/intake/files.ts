/** Files as they are sent, and the hospital's own that stand behind them. */
import type { z } from 'zod';
import { libraryFiles } from '../../database/library.ts';
import { currentSources } from '../../database/versions.ts';
import type { SourceFile } from '../../language/node.ts';
import type { someFiles } from '../contract/sops.ts';
import type { Call } from '../http/call.ts';
import { fieldError, invalid } from '../http/problem.ts';

type Sent = {
  text?: string | undefined;
  path?: string | undefined;
  files?: Extract<z.output<typeof someFiles>, { files: unknown }>['files'] | undefined;
};

/** The name of a text that came without one. */
const unnamed = 'sop.yaml';

export function sentFiles({ text, path, files }: Sent): SourceFile[] {
  const given = [...(text === undefined ? [] : [{ path: path ?? unnamed, text }]), ...(files ?? [])];
  const twice = given.findIndex((file, i) => given.findIndex((other) => other.path === file.path) < i);
  if (twice >= 0) throw invalid([fieldError(`files[${twice}].path`, 'twice', 'Two files have this path.', '有两个文件用了这个路径。')]);
  return given.map((file) => ({
    path: file.path,
    bytes: 'text' in file ? new TextEncoder().encode(file.text) : new Uint8Array(Buffer.from(file.base64, 'base64')),
  }));
}

/** Tests say something about the file they were sent with, and about no later one. */
const isTest = (path: string): boolean => /\.test\.ya?ml$/.test(path);

/**
 * What the files may stand on: the hospital's libraries and calendars, and those published SOPs that they name. A file that is sent takes
 * the place of the one with its path.
 */
export async function libraryBehind({ tx, hospital }: Pick<Call, 'tx' | 'hospital'>, sent: readonly SourceFile[]): Promise<SourceFile[]> {
  const words = sent.map(({ bytes }) => Buffer.from(bytes).toString('utf8'));
  const behind = new Map((await libraryFiles(tx, hospital)).map(({ path, text }) => [path, text]));
  for (const { sop, sources } of await currentSources(tx, hospital)) {
    if (words.some((text) => text.includes(sop)))
      for (const [path, text] of Object.entries(sources)) if (!behind.has(path) && !isTest(path)) behind.set(path, text);
  }
  for (const { path } of sent) behind.delete(path);
  return [...behind].map(([path, text]) => ({ path, bytes: new TextEncoder().encode(text) }));
}
