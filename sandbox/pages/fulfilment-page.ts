/** The fulfilment house's desk: what is in stock, which parcels are where. */
import { possible, stockOf } from '../fulfilment.ts';
import type { Message, World } from '../world.ts';
import { html, type Html } from './html.ts';
import { layout, written, type Reader } from './layout.ts';
import { stateName, words } from './words.ts';

const text = (value: unknown): string =>
  Array.isArray(value) ? value.map(String).join('、') : typeof value === 'string' || typeof value === 'number' ? String(value) : '';

const row = (parcel: Message, { language }: Reader): Html => {
  const t = words[language];
  const enclosed = text(parcel.data.enclosures ?? parcel.data.enclose);
  const buttons = (possible[parcel.state] ?? []).map(
    (move) =>
      html`<form method="post" action="/fulfilment/parcels/${encodeURIComponent(parcel.id)}/${move}?lang=${language}">
        <button>${t[move]}</button>
      </form>`,
  );
  return html`<tr>
    <td data-label="${t.item}">
      <strong>${text(parcel.data.item)}</strong>${enclosed === '' ? '' : html`<br /><small>${t.enclosed} ${enclosed}</small>`}
    </td>
    <td data-label="${t.to}">${parcel.to.address}<br /><small>${written(parcel.moment, language)}</small></td>
    <td><span class="tag ${parcel.state}">${stateName(parcel.state, language)}</span></td>
    <td class="actions">${buttons}</td>
  </tr>`;
};

export const fulfilmentPage = (world: World, reader: Reader): Html => {
  const t = words[reader.language];
  const parcels = [...world.messages.values()].filter(({ channel }) => channel === 'fulfilment').reverse();
  const items = [...new Set([...world.stock.keys(), ...parcels.map(({ data }) => text(data.item))])].filter((item) => item !== '');
  const stock = items.map((item) => {
    const { count, price } = stockOf(world, item);
    return html`<form class="row" method="post" action="/fulfilment/stock?lang=${reader.language}">
      <input type="hidden" name="item" value="${item}" /><strong>${item}</strong>
      <label>${t.count} <input type="number" name="count" min="0" value="${count}" required /></label>
      <label>${t.price} <input type="number" name="price" min="0" step="0.01" value="${price}" required /></label><button>${t.save}</button>
    </form>`;
  });
  const body = html`<h1>${t.fulfilment}</h1>
    <section>
      <h2>${t.parcels}</h2>
      ${
        parcels.length === 0
          ? html`<p class="empty">${t.empty}</p>`
          : html`<table class="list">
              ${parcels.map((parcel) => row(parcel, reader))}
            </table>`
      }
    </section>
    <section>
      <h2>${t.items}</h2>
      ${stock}
      <form class="row" method="post" action="/fulfilment/stock?lang=${reader.language}">
        <input name="item" placeholder="${t.item}" aria-label="${t.item}" required />
        <label>${t.count} <input type="number" name="count" min="0" value="100" required /></label>
        <label>${t.price} <input type="number" name="price" min="0" step="0.01" value="20" required /></label><button>${t.save}</button>
      </form>
    </section>`;
  return layout(reader, { title: t.fulfilment, here: '/fulfilment', body });
};
