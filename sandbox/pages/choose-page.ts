/** What a patient sees behind the link of an offer: free times by day, or come, move, not come. */
import { freeSlots, slotOf, type Slot } from '../slots.ts';
import type { Choice, World } from '../world.ts';
import { html, type Html } from './html.ts';
import { layout, type PageLanguage, type Reader } from './layout.ts';
import { words, type Words } from './words.ts';

const MOST_DAYS = 10;

const dayOf = (slot: Slot, language: PageLanguage): string =>
  new Intl.DateTimeFormat(language, { timeZone: 'Asia/Shanghai', month: 'long', day: 'numeric', weekday: 'long' }).format(
    Date.parse(slot.time),
  );

const byDay = (slots: readonly Slot[]): Map<string, Slot[]> => {
  const days = new Map<string, Slot[]>();
  for (const slot of slots) days.set(slot.time.slice(0, 10), [...(days.get(slot.time.slice(0, 10)) ?? []), slot]);
  return days;
};

const times = (slots: readonly Slot[], language: PageLanguage): Html =>
  html`${[...byDay(slots).values()].slice(0, MOST_DAYS).map(
    (day) =>
      html`<section class="day">
        <h2>${day[0] ? dayOf(day[0], language) : ''}</h2>
        <div class="taps">${day.map((slot) => html`<button name="slot" value="${slot.id}">${slot.time.slice(11, 16)}</button>`)}</div>
      </section>`,
  )}`;

const state = (choice: Choice, t: Words, language: PageLanguage): Html | '' => {
  const slot = choice.slot === undefined ? undefined : slotOf(choice.slot, choice.doctor);
  const said =
    choice.ended === undefined
      ? ''
      : { BOOKED: t.chosen, MOVED: t.moved, CONFIRMED: t.confirmed, DECLINED: t.declined, NO_SLOT: t.noSlot }[choice.ended];
  if (said === '' && !slot) return '';
  return html`<div class="chosen">
    <strong>${said}</strong
    >${slot ? html`<p>${dayOf(slot, language)} ${slot.time.slice(11, 16)}<br />${slot.clinic} · ${slot.doctor} · ${slot.room}</p>` : ''}
  </div>`;
};

export const choosePage = (world: World, choice: Choice | undefined, reader: Reader): Html => {
  const { language } = reader;
  const t = words[language];
  if (!choice) return layout(reader, { title: t.chooseTime, alone: true, narrow: true, body: html`<p class="empty">${t.gone}</p>` });
  const slots = freeSlots(world, choice);
  const doctor = slots[0]
    ? html`<p class="hint">${choice.clinic} · ${slots[0].doctor} · ${slots[0].room}</p>`
    : html`<p class="hint">${choice.clinic}</p>`;
  const confirm = choice.do === 'confirm' && choice.ended === undefined;
  const body = html`<h1>${t.chooseTime}</h1>
    ${doctor}${state(choice, t, language)}
    <form method="post" action="/choose/${encodeURIComponent(choice.token)}?lang=${language}">
      ${
        confirm
          ? html`<p><button class="main" name="confirm" value="true">${t.come}</button></p>
              <h2>${t.otherTime}</h2>`
          : ''
      }
      ${slots.length === 0 ? html`<p class="empty">${t.noSlot}</p>` : times(slots, language)}
      ${choice.ended === 'DECLINED' ? '' : html`<p><button class="quiet" name="decline" value="true">${confirm ? t.notComing : t.noneSuits}</button></p>`}
    </form>`;
  const failed = reader.failed === 'taken' ? t.taken : reader.failed;
  return layout({ ...reader, failed }, { title: t.chooseTime, alone: true, narrow: true, body });
};
