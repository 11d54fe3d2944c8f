/** `check_address`: so long before a gift is shipped, the patient is asked whether the address is right (language.md 5, 12). */
import type { TouchChart } from './chart.ts';
import { wayTo } from './channel-choice.ts';
import { claimMessage } from './claiming.ts';
import type { Desk } from './desk.ts';
import { edit, houseLanguage } from './desk.ts';
import type { Step } from './plan.ts';
import { tell } from './telling.ts';

/** Asks, and tells who packs if there is no address at all: there is still time. */
export function askAddress(desk: Desk, step: Step, touch: TouchChart): void {
  edit(desk, touch.key).addressAsked = true;
  const known = desk.chart.patient.addresses.some((address) => address.channel === 'paper' && !address.bad);
  if (!known && step.act.kind === 'gift' && step.act.by) tell(desk, step, touch, step.act.by, 'note', 2, 'no_address');
  const way = wayTo(desk, step, touch);
  if ('none' in way) return;
  const language = desk.chart.patient.language ?? houseLanguage(desk);
  const words = wordsIn(language, desk.chart.patient.fields.name);
  claimMessage(
    desk,
    step,
    touch,
    { part: 'check', channel: way.channel, to: { who: 'patient', address: way.address } },
    { form: 'text', words, language, counts: true },
  );
}

function wordsIn(language: string, name: unknown): string {
  const called = typeof name === 'string' && name !== '' ? name : undefined;
  if (language.startsWith('zh'))
    return `${called ? `${called}，` : ''}我们准备给您寄一份礼物。收件地址如果有变化，请直接回复新地址；没有变化就不用回复。`;
  return `${called ? `${called}, we` : 'We'} are about to send you a parcel. If your address has changed, please reply with the new one; if not, there is nothing to do.`;
}
