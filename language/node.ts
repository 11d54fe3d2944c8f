/** A read file as a tree that remembers where everything stands. What parse.ts makes and everything after it reads. */

/** 1-based, in UTF-16 columns; the end is exclusive. */
export type Span = { line: number; column: number; endLine: number; endColumn: number };
export type ScalarNode = {
  type: 'scalar';
  /** YAML 1.2 core: text, number, true/false, null. */
  value: string | number | boolean | null;
  /** As written in the file, without quotes. */
  source: string;
  style: 'plain' | 'single' | 'double' | 'block' | 'folded';
  span: Span;
};
export type ListNode = { type: 'list'; items: SourceNode[]; flow: boolean; span: Span };
export type MapNode = { type: 'map'; entries: MapEntry[]; flow: boolean; span: Span };
/** `value` is a scalar null with an empty span right after the key where nothing is written. */
export type MapEntry = { key: ScalarNode; value: SourceNode };
export type SourceNode = ScalarNode | ListNode | MapNode;

/** A file as given: `path` as the author knows it (`sops/cardiology/pci-discharge.yaml`), its bytes undecoded. */
export type SourceFile = { path: string; bytes: Uint8Array };
