/** What another system of the hospital was told. */
import { eventsFor } from '../systems.ts';
import type { World } from '../world.ts';
import { html, type Html } from './html.ts';
import { layout, written, type Reader } from './layout.ts';
import { words } from './words.ts';

export const systemPage = (world: World, system: string, reader: Reader): Html => {
  const t = words[reader.language];
  const rows = eventsFor(world, system)
    .reverse()
    .map(
      ({ moment, data, words: said }) =>
        html`<tr>
          <td><time>${written(moment, reader.language)}</time></td>
          <td data-label="${t.event}"><strong>${typeof data.event === 'string' ? data.event : ''}</strong>${said}</td>
          <td data-label="${t.data}"><pre>${JSON.stringify(data.data ?? data, null, 1)}</pre></td>
        </tr>`,
    );
  const title = system === 'office' ? t.office : system;
  const body = html`<h1>${title}</h1>
    ${
      rows.length === 0
        ? html`<p class="empty">${t.empty}</p>`
        : html`<table class="list">
            ${rows}
          </table>`
    }`;
  return layout(reader, { title, here: `/systems/${system}`, body });
};
