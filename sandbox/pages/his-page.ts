/** The HIS's desk: what patients were offered and what they took. */
import { freeSlots, slotOf } from '../slots.ts';
import type { Choice, World } from '../world.ts';
import { html, type Html } from './html.ts';
import { layout, written, type Reader } from './layout.ts';
import { words } from './words.ts';

const row = (choice: Choice, { language }: Reader): Html => {
  const t = words[language];
  const slot = choice.slot === undefined ? undefined : slotOf(choice.slot, choice.doctor);
  return html`<tr>
    <td data-label="${t.clinic}"><strong>${choice.clinic}</strong></td>
    <td>${slot ? html`${written(Date.parse(slot.time), language)}<br /><small>${slot.doctor} · ${slot.room}</small>` : '—'}</td>
    <td>
      <span class="tag"
        >${choice.ended === undefined ? t.waiting : { BOOKED: t.booked, MOVED: t.moved, CONFIRMED: t.confirmed, DECLINED: t.declined, NO_SLOT: t.noSlot }[choice.ended]}</span
      >
    </td>
    <td class="actions"><a class="button" href="/choose/${encodeURIComponent(choice.token)}?lang=${language}">${t.chooseTime}</a></td>
  </tr>`;
};

const WEEK = 7 * 86_400_000;

/** `now`: the free slots of the week from then are counted. */
export const hisPage = (world: World, reader: Reader, now: number): Html => {
  const t = words[reader.language];
  const choices = [...world.choices.values()].reverse();
  const clinics = [...new Set(choices.map(({ clinic }) => clinic))];
  const free = clinics.map(
    (clinic) => html`<li><strong>${freeSlots(world, { clinic, from: now, to: now + WEEK }).length}</strong> ${clinic} · ${t.slots}</li>`,
  );
  const body = html`<h1>${t.his}</h1>
    <ul class="cards">
      ${free}
    </ul>
    ${
      choices.length === 0
        ? html`<p class="empty">${t.empty}</p>`
        : html`<table class="list">
            ${choices.map((choice) => row(choice, reader))}
          </table>`
    }`;
  return layout(reader, { title: t.his, here: '/his', body });
};
