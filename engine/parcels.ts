/** What is handed to others than the patient: a parcel to the fulfilment house, a notice to another system. */
import { claimMessage } from './claiming.ts';
import type { Refusal } from './claiming.ts';
import { standpoint } from './desk.ts';
import type { Desk } from './desk.ts';
import type { TouchChart } from './chart.ts';
import type { Step } from './plan.ts';

/** A parcel for the fulfilment house. Address and stock are looked at before anything is shipped. */
export function sendParcel(desk: Desk, step: Step, touch: TouchChart): Refusal | undefined {
  const act = step.act;
  if (act.kind !== 'gift') return undefined;
  const address = desk.chart.patient.addresses.find((one) => one.channel === 'paper' && !one.bad);
  if (!address) return { outcome: 'failed', reason: 'no_address' };
  const data = { item: act.item, enclosures: act.enclose, ...(act.budget ? { budget: { ...act.budget } } : {}) };
  const addressed = { part: 'main', channel: 'fulfilment', to: { who: 'patient', address: address.value } } as const;
  claimMessage(desk, step, touch, addressed, { form: 'parcel', words: act.item, data });
  return undefined;
}

/** A notice to another system; what it is told are the rendered texts of `data`. */
export function sendNotice(desk: Desk, step: Step, touch: TouchChart): Refusal | undefined {
  const act = step.act;
  if (act.kind !== 'tell_system') return undefined;
  const data: Record<string, string> = {};
  for (const [name, text] of Object.entries(act.data)) {
    const rendered = desk.env.judge.render(text, standpoint(desk, touch));
    if ('gap' in rendered) return { outcome: 'failed', reason: 'text_gap' };
    data[name] = rendered.words.trimEnd();
  }
  const addressed = { part: 'main', channel: 'system', to: { who: 'system', address: act.system } } as const;
  claimMessage(desk, step, touch, addressed, { form: 'notice', words: act.event, data: { event: act.event, data } });
  return undefined;
}
