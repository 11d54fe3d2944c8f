/** Claiming messages: from the claim on, exactly one carrier call may come of a key, or a person is asked (design 3.8). */
import { claim, edit, standpoint } from './desk.ts';
import type { Desk } from './desk.ts';
import type { MessageClaimed } from '../engine/change.ts';
import type { TouchChart } from './chart.ts';
import { consenting, wayTo } from './channel-choice.ts';
import { end } from './ending.ts';
import type { Outcome, Reason, Step, Text } from './plan.ts';
import { isUrgent } from './schedule.ts';
import type { MessagePart } from './change.ts';

/** touch key / part / channel / attempt */
function messageKey(touch: TouchChart, part: MessagePart, channel: string): string {
  return `${touch.key}/${part}/${channel}/${(touch.attempts ?? 0) + 1}`;
}

type Content = Pick<MessageClaimed, 'form' | 'words'> & Partial<Pick<MessageClaimed, 'data' | 'questions' | 'language' | 'counts'>>;

function claimTo(
  desk: Desk,
  step: Step,
  touch: TouchChart,
  part: MessagePart,
  channel: MessageClaimed['channel'],
  to: MessageClaimed['to'],
  content: Content,
): void {
  const changed = edit(desk, touch.key);
  const key = messageKey(changed, part, channel);
  changed.attempts = (changed.attempts ?? 0) + 1;
  if (part === 'main') changed.sending = key;
  claim(desk, {
    key,
    touch: touch.key,
    step: step.id,
    part,
    channel,
    to,
    questions: [],
    counts: true,
    purpose: desk.contact.purpose,
    urgent: isUrgent(step),
    claimedAt: desk.now,
    ...content,
  });
}

export type Refusal = { outcome: Outcome; reason: Reason };

/** Words and the way they go, or why they cannot. `part`: main, remind.1, again. */
export function sendWords(
  desk: Desk,
  step: Step,
  touch: TouchChart,
  part: MessagePart,
  options: { counts?: boolean } = {},
): Refusal | undefined {
  const way = wayTo(desk, step, touch);
  if ('none' in way) return { outcome: 'failed', reason: way.none };
  if (step.act.kind === 'call') {
    claimTo(desk, step, touch, part, 'voice', { who: 'patient', address: way.address }, { form: 'ring', words: '' });
    return undefined;
  }
  const text = textOf(step, touch);
  const key = messageKey(touch, part, way.channel);
  const links = linksFor(desk, key);
  const rendered = text ? desk.env.judge.render(text, standpoint(desk, touch, { links })) : { gap: 'text' };
  if ('gap' in rendered) return { outcome: 'failed', reason: 'text_gap' };
  const choice =
    step.act.kind === 'appointment'
      ? { form: 'choice_of_slots' as const, data: { ...slotData(desk, step), choose: links.choose?.split('/').at(-1) ?? '' } }
      : { form: 'text' as const };
  const words =
    way.page && step.questions.length > 0 && !rendered.words.includes(links.page ?? '')
      ? `${rendered.words.trimEnd()}\n${links.page}`
      : rendered.words.trimEnd();
  claimTo(
    desk,
    step,
    touch,
    part,
    way.channel,
    { who: 'to' in step.act && step.act.to === 'family' ? 'family' : 'patient', address: way.address },
    {
      ...choice,
      words,
      language: rendered.language,
      questions: step.questions,
      counts: options.counts ?? true,
    },
  );
  return undefined;
}

function textOf(step: Step, touch: TouchChart): Text | undefined {
  if (!('text' in step.act)) return undefined;
  const variant = 'variants' in step.act ? step.act.variants.find((v) => v.name === touch.variant) : undefined;
  return variant?.text ?? step.act.text;
}

const linkKinds = ['survey', 'choose', 'appointment', 'page', 'refill', 'points', 'offer'];
function linksFor(desk: Desk, key: string): Record<string, string> {
  return Object.fromEntries(linkKinds.map((kind) => [kind, desk.env.link(kind, key)]));
}

function slotData(desk: Desk, step: Step): Record<string, string | number> {
  const act = step.act;
  if (act.kind !== 'appointment') return {};
  const known = desk.chart.enrollment.objects.appointment ?? {};
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    do: act.do,
    clinic: act.clinic ?? text(known.clinic),
    patient: desk.chart.patient.id,
    appointment: text(known.id),
    ...between(desk, step),
  };
}

function between(desk: Desk, step: Step): Record<string, string> {
  const act = step.act;
  if (act.kind !== 'appointment' || !act.between) return {};
  const days = (span: { amount: number; unit: string }) => span.amount * (span.unit === 'week' ? 7 : span.unit === 'month' ? 30 : 1);
  const from = act.between.kind === 'spans' ? days(act.between.from) : act.between.from;
  const to = act.between.kind === 'spans' ? days(act.between.to) : act.between.to;
  return { from: new Date(desk.now + from * 86_400_000).toISOString(), to: new Date(desk.now + to * 86_400_000).toISOString() };
}

/** A parcel for the fulfilment house. Address and stock are looked at before anything is shipped. */
export function sendParcel(desk: Desk, step: Step, touch: TouchChart): Refusal | undefined {
  const act = step.act;
  if (act.kind !== 'gift') return undefined;
  const address = desk.chart.patient.addresses.find((a) => a.channel === 'paper' && !a.bad);
  if (!address) return { outcome: 'failed', reason: 'no_address' };
  const data = { item: act.item, enclosures: act.enclose, ...(act.budget ? { budget: { ...act.budget } } : {}) };
  claimTo(
    desk,
    step,
    touch,
    'main',
    'fulfilment',
    { who: 'patient', address: address.value },
    { form: 'parcel', words: act.item, data, counts: false },
  );
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
  const changed = { form: 'notice' as const, words: act.event, data: { event: act.event, data }, counts: false };
  claimTo(desk, step, touch, 'main', 'system', { who: 'system', address: act.system }, changed);
  return undefined;
}

/** Copies to relatives who consented; only those whom the patient named (language.md 12). */
export function sendCopies(desk: Desk, step: Step, touch: TouchChart, words: string): void {
  if (step.act.kind !== 'message' || !step.act.copyFamily) return;
  for (const relative of consenting(desk)) {
    const address = relative.addresses.find((a) => !a.bad);
    if (!address) continue;
    const channel = address.channel === 'phone' ? 'sms' : address.channel;
    claimTo(
      desk,
      step,
      touch,
      `copy.${relative.id}`,
      channel,
      { who: 'family', address: address.value },
      { form: 'text', words, counts: false },
    );
  }
}

/** Ends the touch with what stands in the way, or leaves it to the carrier. */
export function orFail(desk: Desk, touch: TouchChart, refusal: Refusal | undefined): void {
  if (refusal) end(desk, touch.key, refusal);
}
