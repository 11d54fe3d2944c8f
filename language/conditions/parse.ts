/**
 * From text to tree. cel-js reads the grammar; its tree is narrowed to ours at once, so that nothing of it (its types, its messages, its
 * evaluation) goes further: its evaluation knows no unknown values, and its operators refuse to mix whole and decimal numbers.
 */
import { Environment } from '@marcbachmann/cel-js';
import type { BinaryOperator, Expression, NameExpression } from './expression.ts';
import type { Reporter } from './reporter.ts';
import { quiet } from './reporter.ts';
import { scan } from './scan.ts';
import type { Token } from './tokens.ts';

const grammar = new Environment({ unlistedVariablesAreDyn: true });

/** Words that CEL keeps for itself but this language does not: a step may be called `package`. Capitals never stand in a name of ours. */
const celWords = new Set(['as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import', 'let', 'loop', 'package', 'namespace', 'return', 'var', 'void', 'while', 'prototype']); // prettier-ignore

/** The tree, or undefined after at least one report. Never throws, whatever the text. */
export function parse(source: string, reporter: Reporter): Expression | undefined {
  const tokens = scan(source, reporter);
  if (!tokens) return undefined;
  try {
    const tree: unknown = grammar.parse(capitals(source, tokens)).ast;
    return narrow(tree, { source, reporter });
  } catch (error) {
    const at = placeOf(error, source, tokens);
    reporter.report('condition-syntax', at, { x: source.slice(at.start, at.end) });
    return undefined;
  }
}

/** The tree of a text that was checked before; undefined if it cannot be read. */
export function parseAgain(source: string): Expression | undefined {
  return parse(source, quiet());
}

function capitals(source: string, tokens: readonly Token[]): string {
  let out = source;
  for (const { kind, text, start, end } of tokens)
    if (kind === 'name' && celWords.has(text)) out = out.slice(0, start) + text.toUpperCase() + out.slice(end);
  return out;
}

/** Where the parser stopped; at the end of the text, its last word. */
function placeOf(error: unknown, source: string, tokens: readonly Token[]): { start: number; end: number } {
  const range = (error as { range?: { start?: number; end?: number } } | undefined)?.range;
  const start = range?.start ?? 0;
  const token = tokens.find((one) => one.start <= start && start < one.end) ?? tokens.at(-1);
  return token ? { start: token.start, end: token.end } : { start: 0, end: source.length };
}

type CelNode = { op: string; args: unknown; start: number; end: number; pos: number };
type Narrowing = { source: string; reporter: Reporter };

const binaries: readonly string[] = ['&&', '||', 'in', '==', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/'];

function narrow(tree: unknown, on: Narrowing): Expression | undefined {
  const node = tree as CelNode;
  const at = { start: node.start, end: node.end };
  if (binaries.includes(node.op)) return binary(node, on);
  switch (node.op) {
    case 'value':
      return literal(node, on);
    case 'id':
      return { ...at, is: 'name', parts: [{ name: on.source.slice(at.start, at.end), ...at }] };
    case '.':
      return field(node, on);
    case '!_':
    case '-_': {
      const of = narrow(node.args, on);
      return of && { ...at, is: node.op === '!_' ? 'not' : 'minus', of };
    }
    case 'list': {
      const items = all(node.args as unknown[], on);
      return items && { ...at, is: 'list', items };
    }
    case 'call': {
      const [name, given] = node.args as [string, unknown[]];
      const args = all(given, on);
      return args && { ...at, is: 'call', name, method: false, args };
    }
    case 'rcall': {
      const [name, receiver, given] = node.args as [string, unknown, unknown[]];
      const args = all([receiver, ...given], on);
      return args && { ...at, is: 'call', name, method: true, args };
    }
    default:
      return refuse(at, on);
  }
}

function refuse(at: { start: number; end: number }, on: Narrowing): undefined {
  on.reporter.report('condition-syntax', at, { x: on.source.slice(at.start, at.end) });
  return undefined;
}

function all(nodes: unknown[], on: Narrowing): Expression[] | undefined {
  const expressions = nodes.map((node) => narrow(node, on));
  return expressions.every((expression) => expression !== undefined) ? expressions : undefined;
}

function binary(node: CelNode, on: Narrowing): Expression | undefined {
  const [left, right] = (node.args as unknown[]).map((side) => narrow(side, on));
  return left && right && { start: node.start, end: node.end, is: 'binary', operator: node.op as BinaryOperator, left, right };
}

function literal(node: CelNode, on: Narrowing): Expression | undefined {
  const at = { start: node.start, end: node.end };
  const value = typeof node.args === 'bigint' ? Number(node.args) : node.args;
  const known = typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
  return known ? { ...at, is: 'literal', value } : refuse(at, on);
}

function field(node: CelNode, on: Narrowing): NameExpression | undefined {
  const [of, name] = node.args as [unknown, string];
  const inner = narrow(of, on);
  if (!inner) return undefined;
  if (inner.is !== 'name') return refuse({ start: node.start, end: node.end }, on);
  // cel-js keeps where the field's word stands in `pos`.
  const part = { name: on.source.slice(node.pos, node.end) || name, start: node.pos, end: node.end };
  return { start: inner.start, end: node.end, is: 'name', parts: [...inner.parts, part] };
}
