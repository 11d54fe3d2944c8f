/** The files a command is about, and the library that stands behind them: files are given by path, the language knows them by their place under `sops/`. */
import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { SourceFile } from '../language/node.ts';
import { Refusal } from './exit.ts';
import { shippedSops } from './places.ts';
import type { Terminal } from './terminal.ts';

/** `path` as the language knows it (`sops/cardiology/pci-discharge.yaml`), `shown` as the person at the keyboard does. */
export type GivenFile = SourceFile & { shown: string };
/** The given files of one folder of SOPs, with every other file of it. `root` is absent for files outside any: the shipped library is their context. */
export type Desk = { root?: string; given: GivenFile[]; library: SourceFile[] };

/** More than this is never read: the language refuses a file at a fraction of it, and a device has no end. */
const mostBytes = 16 * 1024 * 1024;

/** Reads a file, or stdin where the path is 0, whatever kind of file it is. */
export function readBytes(path: string | 0): Uint8Array {
  const chunks: Buffer[] = [];
  const fd = path === 0 ? 0 : openSync(path, 'r');
  try {
    for (let total = 0; total < mostBytes;) {
      const chunk = Buffer.allocUnsafe(256 * 1024);
      const length = readSome(fd, chunk);
      if (length === 0) break;
      chunks.push(chunk.subarray(0, length));
      total += length;
    }
  } finally {
    if (path !== 0) closeSync(fd);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function readSome(fd: number, chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(fd, chunk);
    } catch (thrown) {
      const { code } = thrown as NodeJS.ErrnoException;
      // A terminal or pipe that has nothing at this moment, and one that was closed.
      if (code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
      else if (code === 'EOF') return 0;
      else throw thrown;
    }
  }
}

const isYaml = (name: string): boolean => /\.ya?ml$/i.test(name);

/** Every YAML file below a folder, in order of name. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path);
      return isYaml(entry.name) && statSync(path, { throwIfNoEntry: false })?.isFile() ? [path] : [];
    });
}

/** The nearest folder above that is called `sops`. */
export function sopsFolder(path: string): string | undefined {
  for (let at = path; at !== dirname(at); at = dirname(at)) if (basename(at) === 'sops') return at;
  return undefined;
}

type Asked = { absolute: string; read: () => Uint8Array };
export type Asking = { root?: string | undefined; /** What stdin is called. */ path?: string | undefined };

/** The files and folders named on the command line (none: `sops/`), by the folder of SOPs they belong to. */
export function desksFor(names: readonly string[], { root, path }: Asking, terminal: Terminal): Desk[] {
  const named = names.length > 0 ? names : [defaultFolder(root, terminal)];
  const asked = new Map<string, Asked>();
  for (const name of named) for (const one of filesNamed(name, path, terminal)) asked.set(one.absolute, one);
  const byRoot = new Map<string | undefined, Asked[]>();
  for (const one of asked.values()) {
    const folder = rootOf(one.absolute, root);
    byRoot.set(folder, [...(byRoot.get(folder) ?? []), one]);
  }
  return [...byRoot].map(([folder, files]) => deskOf(folder, files));
}

function defaultFolder(root: string | undefined, { words }: Terminal): string {
  if (root !== undefined) return root;
  if (existsSync('sops')) return 'sops';
  const above = sopsFolder(process.cwd());
  if (above) return relative(process.cwd(), above) || '.';
  throw new Refusal(words('There is no folder sops/ here. Name a file or a folder.', '这里没有 sops/ 文件夹。请写出文件或文件夹。'));
}

function filesNamed(name: string, path: string | undefined, { words }: Terminal): Asked[] {
  if (name === '-') return [{ absolute: resolve(path ?? 'stdin.yaml'), read: () => readBytes(0) }];
  const absolute = resolve(name);
  if (!existsSync(absolute)) throw new Refusal(words(`There is no file or folder ${name}.`, `没有文件或文件夹 ${name}。`));
  const files = statSync(absolute).isDirectory() ? filesBelow(absolute) : [absolute];
  if (files.length === 0) throw new Refusal(words(`There is no .yaml file in ${name}.`, `${name} 里没有 .yaml 文件。`));
  return files.map((file) => ({ absolute: file, read: () => readBytes(file) }));
}

function rootOf(absolute: string, root: string | undefined): string | undefined {
  if (root === undefined) return sopsFolder(dirname(absolute));
  const folder = resolve(root);
  return absolute.startsWith(folder + sep) ? folder : undefined;
}

function deskOf(root: string | undefined, asked: Asked[]): Desk {
  const given = asked.map(({ absolute, read }) => ({ ...named(root, absolute), bytes: read() }));
  const paths = new Set(given.map(({ path }) => path));
  const others = [
    ...asked.flatMap(({ absolute }) => neighbours(absolute)).map((absolute) => ({ absolute, from: root })),
    // Nothing stands on a test file, and they are half of all there is to read.
    ...filesBelow(root ?? shippedSops)
      .filter((absolute) => !isTest(absolute))
      .map((absolute) => ({ absolute, from: root ?? shippedSops })),
  ];
  const library = new Map<string, SourceFile>();
  for (const { absolute, from } of others) {
    const { path } = named(from, absolute);
    if (!paths.has(path) && !library.has(path)) library.set(path, { path, bytes: readBytes(absolute) });
  }
  return { ...(root === undefined ? {} : { root }), given, library: [...library.values()] };
}

function named(root: string | undefined, absolute: string): { path: string; shown: string } {
  const shown = relative(process.cwd(), absolute) || absolute;
  const nearest = shown.startsWith('..') && absolute.length < shown.length ? absolute : shown;
  return { shown: nearest, path: root === undefined ? nearest : `sops/${relative(root, absolute).split(sep).join('/')}` };
}

const isTest = (path: string): boolean => /\.test\.ya?ml$/.test(path);

/** An SOP's test file, and a test file's SOP. */
function neighbours(absolute: string): string[] {
  const other = isTest(absolute) ? absolute.replace(/\.test(\.ya?ml)$/, '$1') : absolute.replace(/(\.ya?ml)$/, '.test$1');
  return other !== absolute && existsSync(other) && statSync(other).isFile() ? [other] : [];
}
