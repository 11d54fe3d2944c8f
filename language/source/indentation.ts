/** Lines indented with tabs or wide spaces (`tab-indent`, `full-width-space`). */
import { largest } from './limits.ts';
import { rawAt, type Level, type Page } from './page.ts';

/** The column a line was meant to begin at. Its own wrong blanks are reported; the copy is repaired by whoever knows where the line belongs. */
export function columnOf(page: Page, line: number, contentAt: number): number {
  const from = page.starts[line] ?? 0;
  const blanks = page.text.slice(from, contentAt);
  const raw = rawAt(page, line, contentAt);
  const odd = /[\t\u3000\u00a0]/.exec(blanks)?.[0];
  let column = odd === undefined ? raw : meant(page, blanks, isDash(page.text[contentAt]) ? 'list' : 'map');
  if (page.shift && raw <= page.shift.until) delete page.shift;
  if (page.shift && raw >= page.shift.from) column += page.shift.by;
  if (odd !== undefined) reportBlanks(page, line, contentAt, ' '.repeat(column));
  return column;
}

const isDash = (character: string | undefined) => character !== undefined && '-－—–·•−'.includes(character);

/** Of the columns that make sense here, the one the blanks come nearest to, a tab being two, four or eight wide. */
function meant(page: Page, blanks: string, kind: Level['kind']): number {
  const widths = [2, 4, 8].map((tab) => [...blanks].reduce((sum, blank) => sum + (blank === '\t' ? tab : blank === '\u3000' ? 2 : 1), 0));
  const top = page.levels.at(-1);
  const sensible = page.levels.filter((level) => level.kind === kind).map((level) => level.column);
  if (!top || top.open) sensible.push((top?.column ?? -2) + 2);
  const exact = widths.find((width) => sensible.includes(width));
  const first = widths[0] ?? 0;
  return exact ?? sensible.sort((a, b) => Math.abs(a - first) - Math.abs(b - first) || b - a)[0] ?? first;
}

/** Reports the blanks before `contentAt`, or adds them to the report about the line above. */
export function reportBlanks(page: Page, line: number, contentAt: number, spaces: string): void {
  const from = page.starts[line] ?? 0;
  const code = page.text.slice(from, contentAt).includes('\t') ? 'tab-indent' : 'full-width-space';
  const { run } = page;
  if (run && run.code === code && run.line === line - 1) {
    run.text += page.text.slice(run.to, from) + spaces;
    run.to = contentAt;
    run.line = line;
    run.diagnostic.edit = page.f.edit({ from: run.from, to: run.to, text: run.text });
    return;
  }
  const edit = { from, to: contentAt, text: spaces };
  const key = [...page.levels].reverse().find((level) => level.key !== undefined)?.key ?? '';
  const diagnostic =
    code === 'tab-indent' ? page.f.report(code, from, contentAt, {}, edit) : page.f.report(code, from, contentAt, { key }, edit);
  if (diagnostic) page.run = { code, line, from, to: contentAt, text: spaces, diagnostic };
}

/** How deep the open blocks are: a list and its entries are one level, as an author sees it. */
export function depth(page: Page): number {
  return page.levels.filter((level, i) => level.kind === 'map' || page.levels[i - 1]?.kind === 'list').length;
}

/** Refuses the file when it is nested deeper than language.md allows; nothing that reads trees needs to fear its depth after that. */
export function refuseDepth(page: Page, levels: number, from: number, to: number): void {
  if (levels <= largest.levels || page.f.refused) return;
  page.f.refused = true;
  page.f.report('too-large', from, to, { n: levels, what: { en: 'levels', zh: '层嵌套' }, max: largest.levels });
}
