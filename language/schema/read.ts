/** Reads one block of a file by its shape: every key by its own schema, so that one mistake does not hide the next. */
import type { z } from 'zod';
import type { Diagnostic, Edit } from '../diagnostic.ts';
import { diagnostic } from '../diagnostics/make.ts';
import type { DiagnosticCode, ValuesOf } from '../diagnostics/codes.ts';
import type { MapNode, SourceNode, Span } from '../node.ts';
import { reportIssues, reportKey } from './issues.ts';
import { below, isNothing, keyText, plain, spanOf } from './tree.ts';
import type { Spot } from './tree.ts';

export type Shape = Record<string, z.ZodType>;
export type Fields<S extends Shape> = { [K in keyof S]?: z.output<S[K]> };

/** Where mistakes are collected. A tree may be put together from several files, so every node knows its own. */
export type Desk = { fileOf(node: SourceNode): string; diagnostics: Diagnostic[] };

/** A block as read. A key that is there but cannot be read has no value, and `has` still says it is there, so that nobody asks for it again. */
export type Block<S extends Shape> = {
  values: Fields<S>;
  spot: Spot;
  node: MapNode;
  has(key: keyof S & string): boolean;
  at(key: keyof S & string): Spot | undefined;
};

type Rest<Code extends DiagnosticCode> =
  {} extends ValuesOf<Code> ? [values?: ValuesOf<Code>, edit?: Edit] : [values: ValuesOf<Code>, edit?: Edit];

export function report<Code extends DiagnosticCode>(desk: Desk, at: Spot, code: Code, ...rest: Rest<Code>): void {
  reportSpan(desk, at.node, spanOf(at), code, ...rest);
}

export function reportSpan<Code extends DiagnosticCode>(desk: Desk, node: SourceNode, span: Span, code: Code, ...rest: Rest<Code>): void {
  desk.diagnostics.push(diagnostic(code, desk.fileOf(node), span, ...rest));
}

/** Undefined if there is no block at all; that is said, too. `name`: how the block is called in a message. */
export function readBlock<S extends Shape>(desk: Desk, spot: Spot, shape: S, name: string): Block<S> | undefined {
  const { node } = spot;
  if (isNothing(node)) {
    report(desk, spot, 'empty-value', { key: name });
    return undefined;
  }
  if (node.type !== 'map') {
    report(desk, spot, 'wrong-type', { key: name, expected: { en: 'a block of keys', zh: '一组键' }, found: foundWords(node) });
    return undefined;
  }
  const values: Record<string, unknown> = {};
  for (const entry of node.entries) {
    const key = keyText(entry);
    if (!Object.hasOwn(shape, key)) reportKey(desk, entry, Object.keys(shape));
    else if (isNothing(entry.value)) report(desk, { node: entry.value, key: entry.key }, 'empty-value', { key });
    else if (!(key in values)) values[key] = readValue(desk, { node: entry.value, key: entry.key }, shape[key]!);
  }
  const present = new Set(node.entries.map(keyText));
  return { values: values as Fields<S>, spot, node, has: (key) => present.has(key), at: (key) => below(spot, key) };
}

/** One value by one schema; undefined if it has a mistake, which is then told. */
export function readValue<T>(desk: Desk, spot: Spot, schema: z.ZodType<T>): T | undefined {
  const result = schema.safeParse(plain(spot.node));
  if (result.success) return result.data;
  reportIssues(desk, spot, result.error.issues);
  return undefined;
}

export function foundWords(node: SourceNode): { en: string; zh: string } {
  if (node.type === 'list') return { en: 'a list', zh: '列表' };
  if (node.type === 'map') return { en: 'a block of keys', zh: '一组键' };
  if (node.value === null) return { en: 'nothing', zh: '空' };
  const shown = node.source.length > 20 ? `${node.source.slice(0, 20)}…` : node.source;
  return { en: `“${shown}”`, zh: `“${shown}”` };
}
