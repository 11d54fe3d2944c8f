/** A patient's phone, and the list of all of them. */
import { isMessage, messagesTo, phones } from '../phones.ts';
import { choiceTokenOf } from '../choices.ts';
import type { Line, Message, World } from '../world.ts';
import { html, linked, type Html } from './html.ts';
import { layout, written, type Reader } from './layout.ts';
import { questionForm, taps } from './question-fields.ts';
import { channelName, stateName, words as allWords } from './words.ts';

export const phonesPage = (world: World, reader: Reader): Html => {
  const { language } = reader;
  const t = allWords[language];
  const all = phones(world);
  const rows = all.map(
    ({ address, channels, messages, last, at }) =>
      html`<li>
        <a href="/phones/${encodeURIComponent(address)}?lang=${language}">
          <span class="top"><strong>${address}</strong><time>${written(at, language)}</time></span>
          <span class="last">${last === '' ? '☎' : last}</span>
          <small
            >${channels.map((channel) => html`<span class="tag">${channelName(channel, language)}</span> `)}${messages} ${t.messages}</small
          >
        </a>
      </li>`,
  );
  const body = html`<h1>${t.phones}</h1>
    ${
      all.length === 0
        ? html`<p class="empty">${t.noPhones}</p>`
        : html`<ul class="phones">
            ${rows}
          </ul>`
    }`;
  return layout(reader, { title: t.phones, here: '/phones', body, narrow: true });
};

export const phonePage = (world: World, address: string, reader: Reader): Html => {
  const { language } = reader;
  const t = allWords[language];
  const lines = world.byAddress.get(address) ?? [];
  const newest = messagesTo(world, address).at(-1);
  const bubbles = lines.map((line) => (isMessage(line) ? fromHospital(world, line, line === newest, reader) : fromPatient(line, reader)));
  const channel = newest?.channel ?? 'sms';
  const body = html`<header class="phone-top">
      <a href="/phones?lang=${language}">‹</a>
      <h1>${address}</h1>
      <span class="tag">${channelName(channel, language)}</span>
    </header>
    <div class="conversation" data-phone="${address}" data-lines="${lines.length} ${newest?.state ?? ''}">
      ${bubbles.length === 0 ? html`<p class="empty">${t.empty}</p>` : bubbles}
    </div>
    <footer class="writing">
      ${form(address, channel, language, html`<input name="words" aria-label="${t.reply}" placeholder="${t.reply}" autocomplete="off" required /><button>${t.send}</button>`)}
      <details>
        <summary title="${t.photo}" aria-label="${t.photo}">＋</summary>
        ${form(address, channel, language, html`<button name="photo" value="sample:clean">📷 ${t.clean}</button><button name="photo" value="sample:red">📷 ${t.red}</button>`)}
      </details>
    </footer>`;
  return layout(reader, { title: address, here: '/phones', body, narrow: true });
};

const form = (address: string, channel: string, language: string, fields: Html, key?: string): Html =>
  html`<form method="post" action="/phones/${encodeURIComponent(address)}/replies?lang=${language}">
    <input
      type="hidden"
      name="channel"
      value="${channel}"
    />${key === undefined ? '' : html`<input type="hidden" name="key" value="${key}" />`}${fields}
  </form>`;

const fromHospital = (world: World, message: Message, newest: boolean, { language }: Reader): Html => {
  const t = allWords[language];
  const call = message.channel === 'voice' ? html`<span class="call">☎ ${message.form === 'ring' ? t.rang : t.spoken}</span>` : '';
  const token = choiceTokenOf(world, message);
  return html`<article class="bubble theirs">
    <small
      >${channelName(message.channel, language)} · <time>${written(message.moment, language)}</time> ·
      ${stateName(message.state, language)}</small
    >
    <div class="words">${call}${linked(message.words)}</div>
    ${token === undefined ? '' : html`<a class="button" href="/choose/${encodeURIComponent(token)}?lang=${language}">${t.chooseTime}</a>`}
    ${asked(world, message, newest, language)}
  </article>`;
};

const asked = (world: World, message: Message, newest: boolean, language: Reader['language']): Html | '' => {
  const t = allWords[language];
  // What a tap sends must be in the language that was asked in.
  const spoken = allWords[message.language?.startsWith('en') ? 'en' : 'zh-CN'];
  const [first, ...others] = message.questions;
  if (!first) return '';
  const { address } = message.to;
  if (others.length === 0) {
    const buttons = newest
      ? taps(first, spoken).map(
          (tap) => html`<button name="${tap.photo ? 'photo' : 'words'}" value="${tap.photo ?? tap.words ?? ''}">${tap.label}</button>`,
        )
      : [];
    return buttons.length === 0 ? '' : html`<div class="taps">${form(address, message.channel, language, html`${buttons}`)}</div>`;
  }
  const done = (world.byAddress.get(address) ?? []).some(
    (line) => !isMessage(line) && line.answers !== undefined && line.key === message.key,
  );
  const fields = html`<input type="hidden" name="form" value="1" />${questionForm(message.questions, t)}<button class="main">
      ${t.submit}
    </button>`;
  return html`<details class="questions" ${newest && !done ? html`open` : ''}>
    <summary>${done ? `✓ ${t.answered}` : `${message.questions.length} ${t.toAnswer}`}</summary>
    ${form(address, message.channel, language, fields, message.key)}
  </details>`;
};

const fromPatient = (line: Line, { language }: Reader): Html => {
  const answers = Object.entries(line.answers ?? {}).map(
    ([name, value]) =>
      html`<tr>
        <th>${name}</th>
        <td>${typeof value === 'string' ? value : JSON.stringify(value)}</td>
      </tr>`,
  );
  return html`<article class="bubble mine">
    <small><time>${written(line.at, language)}</time></small>
    ${line.words === '' ? '' : html`<div class="words">${linked(line.words)}</div>`}
    ${line.photo === undefined ? '' : html`<img src="${line.photo}" alt="" />`}
    ${
      answers.length === 0
        ? ''
        : html`<table>
            ${answers}
          </table>`
    }
  </article>`;
};
