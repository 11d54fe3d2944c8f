/** Where mistakes are put while files are read and compiled. */
import type { Diagnostic, Edit } from '../diagnostic.ts';
import type { DiagnosticCode, ValuesOf } from '../diagnostics/codes.ts';
import { diagnostic } from '../diagnostics/make.ts';
import type { SourceNode, Span } from '../node.ts';
import { spanOf } from './tree.ts';
import type { Spot } from './tree.ts';

/** Where mistakes are collected. A tree may be put together from several files, so every node knows its own. */
export type Desk = { fileOf(node: SourceNode): string; diagnostics: Diagnostic[] };

type Rest<Code extends DiagnosticCode> =
  object extends ValuesOf<Code> ? [values?: ValuesOf<Code>, edit?: Edit] : [values: ValuesOf<Code>, edit?: Edit];

export function report<Code extends DiagnosticCode>(desk: Desk, at: Spot, code: Code, ...rest: Rest<Code>): void {
  reportSpan(desk, at.node, spanOf(at), code, ...rest);
}

export function reportSpan<Code extends DiagnosticCode>(desk: Desk, node: SourceNode, span: Span, code: Code, ...rest: Rest<Code>): void {
  desk.diagnostics.push(diagnostic(code, desk.fileOf(node), span, ...rest));
}

/** What stands there, for “here is …”. */
export function foundWords(node: SourceNode): { en: string; zh: string } {
  if (node.type === 'list') return { en: 'a list', zh: '列表' };
  if (node.type === 'map') return { en: 'a block of keys', zh: '一组键' };
  if (node.value === null) return { en: 'nothing', zh: '空' };
  const shown = node.source.length > 20 ? `${node.source.slice(0, 20)}…` : node.source;
  return { en: `“${shown}”`, zh: `“${shown}”` };
}
