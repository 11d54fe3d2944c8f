/** The frame of every page, and how moments are written. */
import { readFileSync } from 'node:fs';
import { html, type Html } from './html.ts';
import { words, type Words } from './words.ts';

export const stylesheet = readFileSync(new URL('./style.css', import.meta.url), 'utf8');
export const script = readFileSync(new URL('./page.js', import.meta.url), 'utf8');

export type PageLanguage = 'zh-CN' | 'en';
/** `failed`: what the reader just tried and did not get. */
export type Reader = { language: PageLanguage; failed?: string | undefined };

/** `?lang=` first, then what the browser asks for; Chinese if it asks for neither. */
export const languageOf = (asked: string | undefined, accepted: string | undefined): PageLanguage => {
  if (asked !== undefined) return asked.startsWith('en') ? 'en' : 'zh-CN';
  const wished = (accepted ?? '')
    .split(',')
    .map((one) => {
      const [tag = '', ...parameters] = one.trim().split(';');
      const weight = parameters
        .find((parameter) => parameter.trim().startsWith('q='))
        ?.trim()
        .slice(2);
      return { tag: tag.toLowerCase(), weight: weight === undefined ? 1 : Number(weight) };
    })
    .sort((a, b) => b.weight - a.weight)
    .find(({ tag }) => tag.startsWith('zh') || tag.startsWith('en'));
  return wished?.tag.startsWith('en') ? 'en' : 'zh-CN';
};

const dateTime = { 'zh-CN': undefined as Intl.DateTimeFormat | undefined, en: undefined as Intl.DateTimeFormat | undefined };
/** In Shanghai, where the sandbox's hospital is. */
export const written = (moment: number, language: PageLanguage): string =>
  (dateTime[language] ??= new Intl.DateTimeFormat(language, {
    timeZone: 'Asia/Shanghai',
    month: 'short',
    day: 'numeric',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })).format(moment);

const rooms: [string, keyof Words][] = [
  ['/phones', 'phones'],
  ['/fulfilment', 'fulfilment'],
  ['/his', 'his'],
  ['/systems/office', 'office'],
  ['/behaviours', 'behaviours'],
];

export type Page = {
  title: string;
  here?: string;
  body: Html;
  /** No way to other rooms: a page that a patient would see. */ alone?: boolean;
  narrow?: boolean;
};

export const layout = ({ language, failed }: Reader, { title, here, body, alone, narrow }: Page): Html => {
  const t = words[language];
  const query = `?lang=${language}`;
  const nav = html`<nav>
    <a class="home" href="/${query}">${t.title}</a>
    ${rooms.map(([path, word]) => html`<a href="${path}${query}" class="${path === here ? 'here' : ''}">${t[word]}</a>`)}
    <span class="languages"><a href="?lang=zh-CN" lang="zh-CN">中文</a> <a href="?lang=en" lang="en">English</a></span>
  </nav>`;
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="stylesheet" href="/style.css" />
        <link rel="icon" href="data:," />
        <script src="/page.js" defer></script>
      </head>
      <body class="${narrow ? 'narrow' : ''}">
        ${alone ? '' : nav}
        <main>${failed === undefined || failed === '' ? '' : html`<p class="failed" role="alert">${t.failed}：${failed}</p>`}${body}</main>
      </body>
    </html>`;
};
