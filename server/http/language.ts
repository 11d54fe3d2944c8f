import type { Language } from '../../language/diagnostics/message.ts';

/** The first of zh and en that the caller wants most; English if neither is asked for. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((entry) => entry.trim().split(/\s*;\s*/))
    .map(([tag = '', ...rest]) => ({ tag: tag.toLowerCase(), q: Number(/^q=([\d.]+)$/.exec(rest.join(''))?.[1] ?? 1) }))
    .filter(({ tag, q }) => /^(zh|en)\b/.test(tag) && q > 0)
    .sort((a, b) => b.q - a.q);
  return wanted[0]?.tag.startsWith('zh') ? 'zh' : 'en';
}
