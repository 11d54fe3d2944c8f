/** Settings become part of the condition: a compiled plan has none (language.md 7.2, "settings are folded in"). */
import { namesIn, type Expression } from './expression.ts';
import type { Scope, SettingValue } from './scope.ts';

/** The source with every setting's name replaced by its value. A required one that is not given stays a name. */
export function foldSettings(source: string, expression: Expression, scope: Scope): string {
  const settings = namesIn(expression).flatMap(({ parts, start, end }) => {
    const thing = parts.length === 1 ? scope.things.get(parts[0]!.name) : undefined;
    return thing?.is === 'setting' && thing.value !== undefined ? [{ start, end, value: thing.value }] : [];
  });
  let folded = source;
  for (const { start, end, value } of settings.sort((a, b) => b.start - a.start))
    folded = folded.slice(0, start) + literal(value) + folded.slice(end);
  return folded;
}

function literal(value: SettingValue): string {
  if (typeof value === 'object') return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'string') return JSON.stringify(value);
  return typeof value === 'number' && value < 0 ? `(${decimal(value)})` : typeof value === 'number' ? decimal(value) : String(value);
}

/** Without an exponent, which conditions do not have. */
const decimal = (value: number): string => (/e/.test(String(value)) ? value.toFixed(Math.abs(value) < 1 ? 20 : 0) : String(value));
