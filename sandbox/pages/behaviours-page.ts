/** How the outside world behaves, and a form to change it. */
import { behaviour as schema, channels } from '../wire.ts';
import type { Behaviour, World } from '../world.ts';
import { html, type Html } from './html.ts';
import { layout, type Reader } from './layout.ts';
import { channelName, words, type Words } from './words.ts';

const select = (name: string, label: string, options: readonly [string, string][]): Html =>
  html`<label
    >${label}
    <select name="${name}">
      ${options.map(([value, text]) => html`<option value="${value}">${text}</option>`)}
    </select></label
  >`;
const codes = (values: readonly string[], t: Words): [string, string][] => [
  ['', t.usual],
  ...values.map((value): [string, string] => [value, value]),
];
const number = (name: string, label: string): Html => html`<label>${label} <input type="number" name="${name}" min="0" /></label>`;

const row = (one: Behaviour, { language }: Reader): Html => {
  const t = words[language];
  const { id, address, channel, left, times: _times, ...rest } = one;
  return html`<tr>
    <td data-label="${t.who}">${address ?? t.everyone}</td>
    <td data-label="${t.channel}">${channel === undefined ? t.everyone : channelName(channel, language)}</td>
    <td>
      ${Object.entries(rest).map(([name, value]) => html`<span class="tag">${name}: ${String(value)}</span> `)}${left === undefined ? '' : html`<span class="tag">× ${left}</span>`}
    </td>
    <td class="actions">
      <form method="post" action="/behaviours/${encodeURIComponent(id)}/end?lang=${language}"><button>${t.end}</button></form>
    </td>
  </tr>`;
};

export const behavioursPage = (world: World, reader: Reader): Html => {
  const { language } = reader;
  const t = words[language];
  const all = [...world.behaviours.values()];
  const channelOptions: [string, string][] = [
    ['', t.everyone],
    ...channels.map((name): [string, string] => [name, channelName(name, language)]),
  ];
  const body = html`<h1>${t.behaviours}</h1>
    <section>
      <h2>${t.now}</h2>
      ${
        all.length === 0
          ? html`<p class="empty">${t.usual}</p>`
          : html`<table class="list">
              ${all.map((one) => row(one, reader))}
            </table>`
      }
    </section>
    <form class="settings" method="post" action="/behaviours?lang=${language}">
      <label>${t.who} <input name="address" placeholder="${t.everyone}" /></label>
      ${select('channel', t.channel, channelOptions)} ${number('times', t.times)}
      ${select('answer', t.answer, codes(schema.shape.answer.unwrap().options, t))}
      ${select('reason', t.reason, codes(schema.shape.reason.unwrap().options, t))} ${number('delayMs', t.delay)}
      ${number('retryAfterSeconds', t.retryAfter)} ${select('receipts', t.receipts, codes(schema.shape.receipts.unwrap().options, t))}
      ${number('receiptDelayMs', t.receiptDelay)}
      <label class="check"><input type="checkbox" name="byKey" /> ${t.byKey}</label>
      <button class="main">${t.add}</button>
    </form>`;
  return layout(reader, { title: t.behaviours, here: '/behaviours', body });
};
