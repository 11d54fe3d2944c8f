/** Where a text in braces ends for its author, who did not think of commas and colons. */
import { withoutBlanks } from './owner.ts';
import { ahead, lineAt, lineEnd, type Page } from './page.ts';

/** The end of a text in a map, and where YAML would cut it before: at `cut`. */
type FlowText = { end: number; cut?: number };

const nextKey = /\s*["']?[A-Za-z_][\w.-]*["']?\s*(?::(?!\/\/)|：)/y;

const onlyName = /\s*[a-z_][a-z0-9_]*\s*(?=[,}\n]|$)/y;

const interesting = /[,，:{}[\]#\n｝]/g;

/** Reads on where YAML would stop, as long as what follows is no key of its own. */
export function flowTextAt(page: Page, at: number): FlowText {
  const { text } = page;
  let cut: number | undefined;
  interesting.lastIndex = at;
  for (let found = interesting.exec(text); found; found = interesting.exec(text)) {
    const i = found.index;
    const next = text[i + 1] ?? '\n';
    switch (found[0]) {
      case '\n':
      case '｝':
        return { end: i, cut };
      case ',':
        if (endsAtComma(page, at, i)) return { end: i, cut };
        cut ??= i;
        break;
      case '，':
        if (matches(nextKey, text, i + 1)) return { end: i, cut };
        break;
      case ':':
        if (/[\s,}\]]/.test(next)) cut ??= i;
        break;
      case '{':
        cut ??= i;
        interesting.lastIndex = behindTemplate(page, i);
        break;
      case '[':
        cut ??= i;
        interesting.lastIndex = behindBracket(page, i);
        break;
      case '#':
        if (/[ \t]/.test(text[i - 1] ?? '')) {
          // Without the rest of the line the brackets would never be closed: it is no remark.
          if (!closesBehind(page, i)) return { end: i, cut };
          cut ??= i;
        }
        break;
      default:
        return { end: i, cut };
    }
  }
  return { end: text.length, cut };
}

function endsAtComma(page: Page, from: number, comma: number): boolean {
  const { text } = page;
  const rest = text.slice(comma + 1, comma + 80);
  if (matches(nextKey, text, comma + 1) || /^\s*(?:[}\]]|#|\n|$)/.test(rest)) return true;
  // A bare name after a bare name or number is a key whose value was forgotten; after words it is more words.
  return matches(onlyName, text, comma + 1) && /^[\w.:-]+$/.test(text.slice(from, comma).trim());
}

function matches(shape: RegExp, text: string, at: number): boolean {
  shape.lastIndex = at;
  return shape.test(text);
}

function behindTemplate(page: Page, at: number): number {
  const close = page.text.startsWith('{{', at) ? '}}' : '}';
  return behind(page, at, close);
}

function behindBracket(page: Page, at: number): number {
  return behind(page, at, ']');
}

/** Behind the closing sign on the same line; a name in braces is never long. */
function behind(page: Page, at: number, close: string): number {
  const found = (page.text.slice(at, at + 400).split('\n')[0] ?? '').indexOf(close);
  return found === -1 ? at + close.length : at + found + close.length;
}

function closesBehind(page: Page, at: number): boolean {
  const line = lineAt(page, at);
  const next = ahead(page, line);
  const closedBelow = next !== undefined && next.raw > at - (page.starts[line] ?? 0);
  return !closedBelow && /[}\]]/.test(page.text[withoutBlanks(page.text, at, lineEnd(page, line)) - 1] ?? '');
}
