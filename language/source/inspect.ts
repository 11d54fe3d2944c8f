/** Mistakes that show only when a file has become a tree: `empty-value`, `duplicate-key`, half characters. */
import type { Diagnostic } from '../diagnostic.ts';
import type { Findings } from './findings.ts';
import type { MapEntry, MapNode, SourceNode, Span } from '../node.ts';
import { keyText } from './tree.ts';

type Report = <T extends 'empty-value' | 'duplicate-key' | 'yaml-syntax'>(code: T, span: Span, values: Diagnostic['values']) => void;

/** The tree with each key once: of a key that stands twice both values are kept where they can be, so that what the second says is not missed elsewhere. */
export function inspect(f: Findings, root: SourceNode | null): SourceNode | null {
  const report: Report = (code, span, values) => void f.reportAt(code, span, values);
  return root && visit(root, report, '');
}

function visit(node: SourceNode, report: Report, key: string): SourceNode {
  if (node.type === 'list') return { ...node, items: node.items.map((item) => visit(item, report, '-')) };
  if (node.type === 'map')
    return { ...node, entries: once(node, report).map((entry) => ({ ...entry, value: visit(entry.value, report, keyText(entry)) })) };
  if (node.value === null && key !== '') report('empty-value', node.span, { key });
  if (typeof node.value === 'string' && /\p{Surrogate}/u.test(node.value)) {
    report('yaml-syntax', node.span, { 'plain words': { en: 'it holds half a character (\\ud…)', zh: '里面有半个字符（\\ud…）' } });
  }
  return node;
}

function once(map: MapNode, report: Report): MapEntry[] {
  const byKey = new Map<string, [MapEntry, ...MapEntry[]]>();
  for (const entry of map.entries) {
    const key = keyText(entry);
    const same = byKey.get(key);
    if (!same) {
      byKey.set(key, [entry]);
      continue;
    }
    report('duplicate-key', entry.key.span, { key, line: same[0].key.span.line });
    same.push(entry);
  }
  return [...byKey.values()].map((same) => ({
    key: same[0].key,
    value: joined(
      same[0].value,
      same.map((entry) => entry.value),
    ),
  }));
}

/** Lists become one, of maps the later add what the first lacks; else the first counts. */
function joined(first: SourceNode, all: SourceNode[]): SourceNode {
  if (all.length === 1) return first;
  if (first.type === 'list') return { ...first, items: all.flatMap((value) => (value.type === 'list' ? value.items : [])) };
  if (first.type !== 'map') return first;
  const seen = new Set<string>();
  const entries = all.flatMap((value) => (value.type === 'map' ? value.entries : []));
  return { ...first, entries: entries.filter((entry) => !seen.has(keyText(entry)) && seen.add(keyText(entry))) };
}
