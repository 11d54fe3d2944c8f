/** The words and signs of a condition, found without understanding them: for limits, and for what authors type that is not CEL. */
export type TokenKind = 'name' | 'number' | 'string' | 'sign' | 'foreign' | 'open-string';
export type Token = { kind: TokenKind; text: string; start: number; end: number };

const space = /[ \t\r\n]/;
const nameStart = /[A-Za-z_]/;
const namePart = /[A-Za-z0-9_]/;
const digit = /[0-9]/;
/** Signs of two characters are one token; the longest first. */
const doubles = ['==', '!=', '<=', '>=', '&&', '||', '//', '{{', '}}', '=>', '=<', '<>'];
/** Letters of other scripts: a word that somebody forgot to quote. */
const foreignLetter = /[\p{L}\p{N}]/u;

export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    if (space.test(source[at]!)) at++;
    else {
      const token = next(source, at);
      tokens.push(token);
      at = token.end;
    }
  }
  return tokens;
}

function next(source: string, start: number): Token {
  const first = source[start]!;
  const cut = (kind: TokenKind, end: number): Token => ({ kind, text: source.slice(start, end), start, end });
  if (first === '"' || first === "'") return string(source, start);
  if (nameStart.test(first)) return cut('name', runEnd(source, start, namePart));
  if (digit.test(first)) return cut('number', numberEnd(source, start));
  if (doubles.includes(source.slice(start, start + 2))) return cut('sign', start + 2);
  const width = first >= '\ud800' && first <= '\udbff' ? 2 : 1;
  if (first <= '\u007f' || !isForeignLetter(source.slice(start, start + width))) return cut('sign', start + width);
  let end = start + width;
  while (end < source.length && isForeignLetter(source[end]!)) end++;
  return cut('foreign', end);
}

const isForeignLetter = (character: string): boolean => foreignLetter.test(character) && !isFullWidth(character);
const isFullWidth = (character: string): boolean => character >= '\uff00' && character <= '\uffef';

function runEnd(source: string, start: number, part: RegExp): number {
  let end = start;
  while (end < source.length && part.test(source[end]!)) end++;
  return end;
}

/** `5`, `0.5`, and `5days` as one, so that the mistake is shown whole. */
function numberEnd(source: string, start: number): number {
  const whole = runEnd(source, start, namePart);
  return source[whole] === '.' && digit.test(source[whole + 1] ?? '') ? runEnd(source, whole + 1, namePart) : whole;
}

function string(source: string, start: number): Token {
  const quote = source[start]!;
  let end = start + 1;
  while (end < source.length && source[end] !== quote) end += source[end] === '\\' ? 2 : 1;
  const closed = end < source.length;
  const stop = closed ? end + 1 : source.length;
  return { kind: closed ? 'string' : 'open-string', text: source.slice(start, stop), start, end: stop };
}
