/** What a command says, and where: results on stdout, progress and refusals on stderr. */
import type { Language } from '../language/diagnostics/message.ts';

export type Format = 'text' | 'json';
export type Terminal = {
  readonly language: Language;
  readonly format: Format;
  /** The reader's language of the two. */
  words(en: string, zh: string): string;
  /** A line, or several. */
  say(text: string): void;
  json(value: unknown): void;
  paint(text: string, how: 'bold' | 'dim' | 'red' | 'green' | 'yellow'): string;
  readonly color: boolean;
  /** Overwrites itself, on a terminal only; an empty text takes it away. */
  progress(text: string): void;
};

type Streams = { out: NodeJS.WriteStream; err: NodeJS.WriteStream };
const escapes = { bold: '\u001b[1m', dim: '\u001b[2m', red: '\u001b[31m', green: '\u001b[32m', yellow: '\u001b[33m' };

export function createTerminal(
  { language, format, noColor }: { language: Language; format: Format; noColor: boolean },
  { out, err }: Streams,
): Terminal {
  const color = out.isTTY && !noColor && format === 'text';
  let shown = false;
  const clear = (): void => {
    if (shown) err.write('\r\u001b[K');
    shown = false;
  };
  const say = (text: string): void => {
    clear();
    out.write(`${text}\n`);
  };
  return {
    language,
    format,
    color,
    words: (en, zh) => (language === 'en' ? en : zh),
    say,
    json: (value) => say(JSON.stringify(value, null, 2)),
    paint: (text, how) => (color ? `${escapes[how]}${text}\u001b[0m` : text),
    progress: (text) => {
      if (!err.isTTY) return;
      clear();
      if (text === '') return;
      err.write(text);
      shown = true;
    },
  };
}
