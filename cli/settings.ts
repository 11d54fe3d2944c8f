/** What the command line takes from its environment, and the only place that reads it. */
import type { Language } from '../language/diagnostics/message.ts';

export type Environment = {
  /** English where the locale is English, Chinese everywhere else. */
  language: Language;
  noColor: boolean;
  url: string | undefined;
  apiKey: string | undefined;
};

export function readEnvironment(env: Record<string, string | undefined> = process.env): Environment {
  const set = (name: string): string | undefined => env[name] || undefined;
  const locale = set('LC_ALL') ?? set('LC_MESSAGES') ?? set('LANG') ?? '';
  return {
    language: /^en/i.test(locale) ? 'en' : 'zh',
    // https://no-color.org: present and not empty.
    noColor: set('NO_COLOR') !== undefined || set('TERM') === 'dumb',
    url: set('AFTERCARE_URL'),
    apiKey: set('AFTERCARE_API_KEY'),
  };
}
