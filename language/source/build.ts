/** What `yaml` read, as our own tree with places. */
import { isAlias, isMap, isScalar, isSeq, type Alias, type Document, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import type { ListNode, MapEntry, MapNode, ScalarNode, SourceNode, Span } from '../node.ts';

/** Places in the author's text; `text` is the copy that was read, and `span` turns its offsets into places of the original. */
export type Reading = { text: string; span: (from: number, to: number) => Span };

/** A key that is itself a list or a map has no name: `complexKey` is told where, and the entry is left out. */
export type BuildEvents = { complexKey: (span: Span) => void };

/** Aliases give what they stand for, once: an alias inside what an alias stands for is read as nothing, so that no file can grow by being read. */
export function build(document: Document.Parsed, reading: Reading, events: BuildEvents): SourceNode | null {
  const contents = document.contents as Node | null;
  if (contents === null || (isScalar(contents) && contents.value === null && writtenLength(contents) === 0)) return null;
  return new Builder(document, reading, events).node(contents, 0);
}

const writtenLength = (node: Node) => (node.range ? node.range[1] - node.range[0] : 0);

class Builder {
  private readonly document: Document.Parsed;
  private readonly reading: Reading;
  private readonly events: BuildEvents;
  private insideAlias = false;

  constructor(document: Document.Parsed, reading: Reading, events: BuildEvents) {
    this.document = document;
    this.reading = reading;
    this.events = events;
  }

  /** `after` is where a value that is not written would stand. */
  node(node: unknown, after: number): SourceNode {
    if (isMap(node)) return this.map(node);
    if (isSeq(node)) {
      const items = node.items.map((item) => this.node(item, node.range?.[0] ?? after));
      return { type: 'list', items, flow: node.flow === true, span: this.spanOf(node, after) } satisfies ListNode;
    }
    if (isAlias(node)) return this.alias(node, after);
    return this.scalar(node as Scalar | null, after);
  }

  private map(map: YAMLMap): MapNode {
    const entries = map.items.map((pair) => this.entry(pair)).filter((entry) => entry !== undefined);
    return { type: 'map', entries: entries.flatMap(merged), flow: map.flow === true, span: this.spanOf(map, 0) };
  }

  private entry({ key, value }: Pair): MapEntry | undefined {
    if (isMap(key) || isSeq(key) || isAlias(key)) {
      this.events.complexKey(this.spanOf(key, 0));
      return undefined;
    }
    const name = this.scalar(key as Scalar | null, 0);
    const end = (key as Scalar | null)?.range?.[1] ?? 0;
    return { key: name, value: this.node(value, this.reading.text[end] === ':' ? end + 1 : end) };
  }

  private alias(alias: Alias, after: number): SourceNode {
    const target = this.insideAlias ? undefined : alias.resolve(this.document, { maxAliasCount: 0 } as never);
    if (!target) return this.scalar(null, alias.range?.[0] ?? after);
    this.insideAlias = true;
    const node = this.node(target, after);
    this.insideAlias = false;
    return node;
  }

  private scalar(scalar: Scalar | null, after: number): ScalarNode {
    if (!scalar?.range || (scalar.value === null && writtenLength(scalar) === 0)) {
      return { type: 'scalar', value: null, source: '', style: 'plain', span: this.reading.span(after, after) };
    }
    const style = styles[String(scalar.type)] ?? 'plain';
    const source = this.source(scalar, style);
    return { type: 'scalar', value: valueOf(scalar, source), source, style, span: this.spanOf(scalar, after) };
  }

  private source(scalar: Scalar, style: ScalarNode['style']): string {
    const [from, to] = scalar.range ?? [0, 0];
    if (style === 'plain') return scalar.source ?? this.reading.text.slice(from, to);
    return style === 'block' || style === 'folded' ? String(scalar.value) : this.reading.text.slice(from + 1, to - 1);
  }

  /** A collection or block text ends for us where its last character stands, not behind the line breaks and remarks that follow. */
  private spanOf(node: Node, after: number): Span {
    const [from, to] = node.range ?? [after, after];
    let end = to;
    while (end > from && /\s/.test(this.reading.text[end - 1] ?? '')) end--;
    return this.reading.span(from, end);
  }
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
