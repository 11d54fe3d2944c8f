/** What others must not read over a patient's shoulder: diagnoses, readings, scores, answers (diagnostic `private-in-sms`). */
import { namesIn, type NameExpression } from '../conditions/expression.ts';
import type { Scope } from '../conditions/scope.ts';
import { stepFieldNames } from '../conditions/step-fields.ts';

const privateFields: Readonly<Record<string, readonly string[]>> = {
  patient: ['diagnoses', 'tags', 'loss_reason'],
  encounter: ['disease', 'diagnoses', 'procedures'],
  treatment: ['plan'],
  event: ['code', 'name', 'value', 'abnormal'],
};

/** Facts are as private as what they are made of. */
export function isPrivate(name: NameExpression, scope: Scope, seen: ReadonlySet<string> = new Set()): boolean {
  const [root, field] = name.parts.map((part) => part.name) as [string, string | undefined];
  const thing = scope.things.get(root);
  if (thing?.is === 'fact' && !seen.has(root))
    return namesIn(thing.expression).some((inside) => isPrivate(inside, scope, new Set([...seen, root])));
  if (root === 'latest') return true;
  if (thing?.is === 'object' && thing.step && field !== undefined) return !stepFieldNames.includes(field);
  return field !== undefined && Object.hasOwn(privateFields, root) && privateFields[root]!.includes(field);
}
