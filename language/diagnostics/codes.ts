/** The closed set of codes, and what each needs to be told. */
import type { catalogue } from './catalogue.ts';

export type DiagnosticCode = keyof typeof catalogue;

/** A value that differs between the two languages of the wording, e.g. `{ en: 'a list', zh: '列表' }`. */
export type Words = { en: string; zh: string };
export type Value = string | number | Words;

type Wording<Code extends DiagnosticCode> = (typeof catalogue)[Code]['en'] | (typeof catalogue)[Code]['zh'];

/** The names in `{…}`: what stands between the last `{` and each `}`; `{ }`, `{{ }}` and `{% %}` are shown as they are. */
type Names<Text extends string> = Text extends `${infer Before}}${infer After}` ? NameAtEnd<Before> | Names<After> : never;
type NameAtEnd<Text extends string> = Text extends `${string}{${infer Rest}`
  ? Rest extends `${string}{${string}`
    ? NameAtEnd<Rest>
    : Name<Rest>
  : never;
type Name<Text extends string> = Text extends '' | `${' ' | '%' | '…' | '"'}${string}` ? never : Text;

type Needed<Code extends DiagnosticCode> = Code extends DiagnosticCode ? Names<Wording<Code>> : never;

/** The values a code's wording needs, so that a forgotten one is a compile error. A guess may be absent: then its question is left out. */
export type ValuesOf<Code extends DiagnosticCode> = { [N in Exclude<Needed<Code>, 'guess'>]: Value } & { guess?: Value | undefined };
