/** A small SOP's names, and a condition written on one line of it. */
import type { ScalarNode } from '../../../language/node.ts';
import type { Where } from '../../../language/conditions/reporter.ts';
import { compileCondition, type Expectation } from '../../../language/conditions/compile.ts';
import { scopeFor, type Place } from '../../../language/conditions/scope-for.ts';
import type { Scope } from '../../../language/conditions/scope.ts';

export const thePlace: Place = {
  startEvents: ['encounter.discharged'],
  steps: [
    { id: 'pain', kind: 'message', questions: [{ name: 'score', type: 'number', title: '疼痛', min: 0, max: 10 }] },
    {
      id: 'call',
      kind: 'call',
      how: 'person',
      questions: [
        { name: 'fever', type: 'yes_no', title: '又发烧了' },
        { name: 'spirits', type: 'choice', title: '精神', options: ['good', 'poor'] },
        { name: 'troubles', type: 'choices', title: '哪里不舒服', options: ['cough', 'pain'] },
      ],
    },
    { id: 'mood', kind: 'survey', questions: [{ name: 'interest', type: 'choice', options: ['never', 'often'], points: [0, 3] }] },
  ],
  settings: { fever_from: 38, codes: ['I10', 'I11'], ask_department: 'cardiology', given_later: undefined, after: '3 days' },
  spans: ['after'],
  dates: ['day_0', 'next_cycle'],
  roles: ['nurse'],
};
export const aScope = (more: Partial<Place> = {}): Scope => scopeFor({ ...thePlace, ...more });

/** `if: …` in line 7, from column 5 on. */
export const at = (source: string): Where => ({ file: 'a.yaml', scalar: plain(source) });
export const plain = (source: string): ScalarNode => ({
  type: 'scalar',
  value: source,
  source,
  style: 'plain',
  span: { line: 7, column: 5, endLine: 7, endColumn: 5 + source.length },
});

export const compile = (source: string, expect: Expectation = 'condition', scope: Scope = aScope()) =>
  compileCondition(source, scope, at(source), expect);
export const codesOf = (source: string, expect: Expectation = 'condition', scope: Scope = aScope()): string[] =>
  compile(source, expect, scope).diagnostics.map((one) => one.code);
/** Which words of the source the first mistake points at. */
export function pointedAt(source: string, expect: Expectation = 'condition', scope: Scope = aScope()): string {
  const span = compile(source, expect, scope).diagnostics[0]!.span;
  return source.slice(span.column - 5, span.endColumn - 5);
}
