/** The key at the beginning of a line, also where its colon is mistyped (`full-width-colon`, `space-after-colon`). */
import { mend } from './findings.ts';
import type { Page } from './page.ts';

export type Key = { name: string; from: number; to: number; valueAt: number };

const english = /^[A-Za-z_][\w.-]{0,60}$/;
const chinese = /^\p{Script=Han}{1,8}$/u;
const noKey = /[[{|>%@`!&*#,\]}?]/;
const quotedKey = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'/y;
const opensBracket = /^[A-Za-z_]\w*[: ]*[[{]/;
const missingSpace = /([A-Za-z_]\w{0,60}):(?![/:])/y;

/** `beside` says that keys are known to stand here: only then is a Chinese word before a mistyped colon taken for one. */
export function keyAt(page: Page, at: number, end: number, beside: boolean): Key | undefined {
  const { text } = page;
  if (noKey.test(text[at] ?? '')) return undefined;
  const mark = text[at];
  if (mark === '"' || mark === "'") return quoted(page, at, end);
  const wide = before(text, '：', at, end);
  const colon = colonAt(text, at, end);
  if (wide !== -1 && (colon === -1 || wide < colon) && isName(text.slice(at, wide).trim(), beside)) return wideColon(page, at, wide, end);
  // `start:{ event: … }` has its own colon before the brace, `start { event: … }` has none.
  if (colon !== -1 && opensBracket.test(text.slice(at, Math.min(colon, at + 80)))) return spaceless(page, at, end, beside);
  if (colon !== -1) return { name: text.slice(at, colon).trimEnd(), from: at, to: trimEnd(text, at, colon), valueAt: colon + 1 };
  return spaceless(page, at, end, beside);
}

function quoted(page: Page, at: number, end: number): Key | undefined {
  quotedKey.lastIndex = at;
  const found = quotedKey.exec(page.text)?.[0];
  if (found === undefined || at + found.length > end) return undefined;
  const to = at + found.length;
  const colon = to + (/^[ \t]*/.exec(page.text.slice(to, to + 20))?.[0].length ?? 0);
  const name = found.slice(1, -1);
  if (page.text[colon] === '：') return { ...wideColon(page, at, colon, end), name };
  return page.text[colon] === ':' && /^(\s|$)/.test(page.text.slice(colon + 1, colon + 2))
    ? { name, from: at, to, valueAt: colon + 1 }
    : undefined;
}

/** The colon that ends a key: followed by a blank or the end of the line, and not inside a remark. */
function colonAt(text: string, at: number, end: number): number {
  const line = text.slice(at, end);
  const colon = /:(?=[ \t]|$)/.exec(line)?.index;
  return colon === undefined || / #/.test(line.slice(0, colon)) ? -1 : at + colon;
}

function before(text: string, what: string, at: number, end: number): number {
  const found = text.slice(at, Math.min(end, at + 80)).indexOf(what);
  return found === -1 ? -1 : at + found;
}

function isName(word: string, beside: boolean): boolean {
  return english.test(word) || (beside && chinese.test(word));
}

function wideColon(page: Page, at: number, wide: number, end: number): Key {
  const blanks = /^[ \t\u3000\u00a0]*/.exec(page.text.slice(wide + 1, end))?.[0].length ?? 0;
  const valueAt = wide + 1 + blanks;
  const name = page.text.slice(at, wide).trim();
  mend(page.f, 'full-width-colon', wide, wide + 1, { key: name }, { from: wide, to: valueAt, text: valueAt === end ? ':' : ': ' });
  return { name, from: at, to: wide, valueAt };
}

/** `day:3`, and `day:` with a wide space behind it. */
function spaceless(page: Page, at: number, end: number, beside: boolean): Key | undefined {
  const { text } = page;
  missingSpace.lastIndex = at;
  const name = missingSpace.exec(text)?.[1] ?? (beside ? /^(\p{Script=Han}{1,8}):/u.exec(text.slice(at, at + 12))?.[1] : undefined);
  if (name === undefined) return undefined;
  const colon = at + name.length;
  const valueAt = colon + 1 + (/^[\u3000\u00a0 ]*/.exec(text.slice(colon + 1, end))?.[0].length ?? 0);
  const value = text.slice(valueAt, Math.min(end, valueAt + 60));
  if (value === '') page.f.repair(colon + 1, valueAt, '');
  else
    mend(page.f, 'space-after-colon', at, Math.min(end, valueAt + 60), { key: name, value }, { from: colon + 1, to: valueAt, text: ' ' });
  return { name, from: at, to: colon, valueAt };
}

function trimEnd(text: string, from: number, to: number): number {
  let end = to;
  while (end > from && /[ \t]/.test(text[end - 1] ?? '')) end--;
  return end;
}
