/** HTML that cannot be broken by what patients write: every value is escaped unless it is HTML of ours already. */

const known = Symbol('html');
export type Html = { [known]: true; text: string };
type Part = Html | string | number | undefined | null | false | readonly Part[];

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => escapes[letter] ?? letter);

const textOf = (part: Part): string => {
  if (part === undefined || part === null || part === false) return '';
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  if (known in part) return part.text;
  return part.map(textOf).join('');
};

export const html = (strings: TemplateStringsArray, ...parts: Part[]): Html => ({
  [known]: true,
  text: strings.reduce((text, string, index) => text + textOf(parts[index - 1]) + string),
});

/** Words with their web addresses as links, line breaks kept by the style sheet. */
export const linked = (words: string): Html =>
  html`${words
    .split(/(https?:\/\/[^\s，。；！？、（）“”]+)/u)
    .map((piece, index) => (index % 2 === 1 ? html`<a href="${piece}">${piece}</a>` : piece))}`;
