/** The first page: what there is here, and how much of it. */
import { counts } from '../counts.ts';
import type { World } from '../world.ts';
import { html, type Html } from './html.ts';
import { layout, type Reader } from './layout.ts';
import { channelName, words } from './words.ts';

export const homePage = (world: World, reader: Reader): Html => {
  const t = words[reader.language];
  const { channels } = counts(world);
  const cards = Object.entries(channels).map(
    ([name, count]) => html`<li><strong>${count}</strong> ${channelName(name, reader.language)}</li>`,
  );
  const body = html`<h1>${t.title}</h1>
    <p>${t.hint}</p>
    ${
      cards.length === 0
        ? html`<p class="empty">${t.noPhones}</p>`
        : html`<ul class="cards">
            ${cards}
          </ul>`
    }`;
  return layout(reader, { title: t.title, body });
};
