/** What `yaml` read, as our own tree with places. */
import { isAlias, isMap, isScalar, isSeq, visit, type Alias, type Document, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import type { MapEntry, MapNode, ScalarNode, SourceNode, Span } from '../node.ts';

/** The copy that was read, and where its offsets stand in the author's text. */
export type Reading = { text: string; span: (from: number, to: number) => Span };

/** `anchors` are what aliases stand for; each is made once and shared, so that no file can grow by being read. */
type Work = { reading: Reading; anchors: Map<string, Node>; made: Map<Node, SourceNode>; insideAlias: boolean };

/**
 * Null for a file without anything in it. A key that is itself a list or a map has no name, and its entry is left out (the scan has reported it); so is an
 * alias inside what an alias stands for.
 */
export function build(document: Document.Parsed, reading: Reading): SourceNode | null {
  const contents = document.contents as Node | null;
  if (contents === null || (isScalar(contents) && contents.value === null && !isWritten(contents))) return null;
  const anchors = new Map<string, Node>();
  visit(document, {
    Node: (_, node) => {
      if (!isAlias(node) && node.anchor !== undefined && !anchors.has(node.anchor)) anchors.set(node.anchor, node);
    },
  });
  return nodeOf({ reading, anchors, made: new Map(), insideAlias: false }, contents);
}

function isWritten(node: Node): boolean {
  return node.range !== undefined && node.range !== null && node.range[1] > node.range[0];
}

/** `after` is where a value that is not written would stand, if the key before it says. */
function nodeOf(work: Work, node: unknown, after?: number): SourceNode {
  if (isMap(node)) return mapOf(work, node);
  if (isSeq(node)) {
    const items = node.items.map((item) => nodeOf(work, item));
    return { type: 'list', items, flow: node.flow === true, span: spanOf(work, node) };
  }
  return isAlias(node) ? aliasOf(work, node) : scalarOf(work, node as Scalar | null, after);
}

function mapOf(work: Work, map: YAMLMap): MapNode {
  const entries = map.items.map((pair) => entryOf(work, pair)).filter((entry) => entry !== undefined);
  return { type: 'map', entries: entries.flatMap(merged), flow: map.flow === true, span: spanOf(work, map) };
}

function entryOf(work: Work, { key, value }: Pair): MapEntry | undefined {
  if (isMap(key) || isSeq(key) || isAlias(key)) return undefined;
  const written = key as Scalar | null;
  const end = written?.range?.[1] ?? 0;
  const after = work.reading.text[end] === ':' ? end + 1 : end;
  return { key: scalarOf(work, written, end), value: nodeOf(work, value, after) };
}

function aliasOf(work: Work, alias: Alias): SourceNode {
  const target = work.insideAlias ? undefined : work.anchors.get(alias.source);
  const at = alias.range?.[0] ?? 0;
  if (!target) return scalarOf(work, null, at);
  const known = work.made.get(target);
  if (known) return known;
  work.insideAlias = true;
  const node = nodeOf(work, target);
  work.insideAlias = false;
  work.made.set(target, node);
  return node;
}

function scalarOf(work: Work, scalar: Scalar | null, after?: number): ScalarNode {
  if (!scalar || !isWritten(scalar)) {
    const at = after ?? scalar?.range?.[0] ?? 0;
    return { type: 'scalar', value: null, source: '', style: 'plain', span: work.reading.span(at, at) };
  }
  const style = styles[String(scalar.type)] ?? 'plain';
  const span = spanOf(work, scalar);
  const { value } = scalar;
  // As wide as its words: the quotes were put round it so that it could be read, and stand only in the copy.
  if (style === 'single' && typeof value === 'string' && span.line === span.endLine && span.endColumn - span.column === value.length)
    return { type: 'scalar', value, source: value, style: 'plain', span };
  const source = sourceOf(work, scalar, style);
  return { type: 'scalar', value: valueOf(scalar, source), source, style, span };
}

function sourceOf({ reading }: Work, scalar: Scalar, style: ScalarNode['style']): string {
  const [from, to] = scalar.range ?? [0, 0];
  if (style === 'plain') return scalar.source ?? reading.text.slice(from, to);
  return style === 'block' || style === 'folded' ? String(scalar.value) : reading.text.slice(from + 1, to - 1);
}

/** A collection or block text ends for us where its last character stands, not behind the line breaks and remarks that follow. */
function spanOf({ reading }: Work, node: Node): Span {
  const [from, to] = node.range ?? [0, 0];
  let end = to;
  while (end > from && /\s/.test(reading.text[end - 1] ?? '')) end--;
  return reading.span(from, end);
}

const styles: Record<string, ScalarNode['style']> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'block',
  BLOCK_FOLDED: 'folded',
};

/** `.inf` and `.nan` are text: an SOP has no such numbers, and what comes later may count on finite ones. */
function valueOf(scalar: Scalar, source: string): ScalarNode['value'] {
  const { value } = scalar;
  if (typeof value === 'number') return Number.isFinite(value) ? value : source;
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  return source;
}

/** `<<: *base`: reported elsewhere; its entries are taken in so that nothing seems to be missing. */
function merged(entry: MapEntry): MapEntry[] {
  return entry.key.source === '<<' && entry.value.type === 'map' ? entry.value.entries : [entry];
}
