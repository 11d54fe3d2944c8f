/** Texts in quotation marks. */
import { unreadable } from './findings.ts';
import { ahead, lineAt, lineEnd, withoutRemark, type Owner, type Page } from './page.ts';

/** Just behind the closing mark of the text that begins at `from`; undefined when it is not closed before the next line that is not deeper. */
export function quotedEnd(page: Page, from: number, owner: Owner): number | undefined {
  const { text } = page;
  const mark = text[from];
  for (let i = from + 1; i < text.length; i++) {
    const character = text[i];
    if (character === '\\' && mark === '"') i++;
    else if (character === mark && mark === "'" && text[i + 1] === "'") i++;
    else if (character === mark) return i + 1;
    if (text[i] === '\n') {
      const next = ahead(page, lineAt(page, i));
      if (!next || next.raw <= owner.raw) return undefined;
    }
  }
  return undefined;
}

const nextEntry = /\s*(?:,\s*["']?\w+["']?\s*[:：]|[}\]]\s*(?:,|[}\]]|#|$))/;

/** Reports a mark that is never closed, at its own line, and closes it there: before the next entry inside brackets, else at the end of the line. */
export function closeQuote(page: Page, from: number, insideBrackets: boolean): number {
  const end = withoutRemark(page, from + 1, lineEnd(page, lineAt(page, from)));
  const rest = page.text.slice(from + 1, end);
  const cut = insideBrackets ? nextEntry.exec(rest) : null;
  const to = cut ? from + 1 + cut.index : end;
  const mark = page.text[from] ?? '"';
  unreadable(page.f, from, to, `the quotation mark ${mark} is never closed`, `引号 ${mark} 没有结尾`);
  page.f.repair(to, to, mark);
  return to;
}
