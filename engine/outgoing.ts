/** Words to a patient: which way they go, what they say, and what goes with them. */
import type { MessagePart } from './change.ts';
import type { TouchChart } from './chart.ts';
import { consenting, wayTo } from './channel-choice.ts';
import type { Way } from './channel-choice.ts';
import { claimMessage, messageKey } from './claiming.ts';
import type { Content, Refusal } from './claiming.ts';
import { edit, standpoint } from './desk.ts';
import type { Desk } from './desk.ts';
import { companions } from './merging.ts';
import type { Language, Question, Step } from './plan.ts';
import { linksFor, patientWords } from './rendering.ts';
import { slotData } from './slots.ts';

/** Words and the way they go, or why they cannot. `part`: main, remind.1 … */
export function sendWords(desk: Desk, step: Step, touch: TouchChart, part: MessagePart): Refusal | undefined {
  const way = wayTo(desk, step, touch);
  if ('none' in way) return { outcome: way.none === 'no_consent' ? 'skipped' : 'failed', reason: way.none };
  if (step.act.kind === 'call') {
    claimMessage(desk, step, touch, { part, channel: 'voice', to: receiver(step, way) }, { form: 'ring', words: '' });
    return undefined;
  }
  const links = linksFor(desk, messageKey(touch, part, way.channel));
  const rendered = patientWords(desk, step, touch, links);
  if ('gap' in rendered) return { outcome: 'failed', reason: 'text_gap' };
  const own = withPage(rendered.words.trimEnd(), step, way, links.page ?? '');
  const words = part === 'main' ? [own, ...takeAlong(desk, step, touch, way)].join('\n\n') : own;
  const content: Content = { ...form(desk, step, touch, links), words, language: rendered.language, questions: step.questions };
  claimMessage(desk, step, touch, { part, channel: way.channel, to: receiver(step, way) }, content);
  if (part === 'main') sendCopies(desk, step, touch, words);
  return undefined;
}

function receiver(step: Step, way: Way): { who: 'patient' | 'family'; address: string } {
  return { who: 'to' in step.act && step.act.to === 'family' ? 'family' : 'patient', address: way.address };
}

/** Where the answer cannot be given in the conversation a page opens. */
function withPage(words: string, step: Step, way: Way, page: string): string {
  return way.page && step.questions.length > 0 && !words.includes(page) ? `${words}\n${page}` : words;
}

function form(desk: Desk, step: Step, touch: TouchChart, links: Record<string, string>): Pick<Content, 'form' | 'data'> {
  if (step.act.kind !== 'appointment') return { form: 'text' };
  return { form: 'choice_of_slots', data: { ...slotData(desk, touch, step.act), choose: links.choose?.split('/').at(-1) ?? '' } };
}

/** Other messages that are due about now go out with this one; they wait for what becomes of it. */
function takeAlong(desk: Desk, step: Step, touch: TouchChart, way: Way): string[] {
  const message = messageKey(touch, 'main', way.channel);
  const along = companions(desk, step, touch, way, message);
  if (along.length === 0) return [];
  edit(desk, touch.key).merged = along.map((other) => other.touch.key);
  for (const other of along) {
    const riding = edit(desk, other.touch.key);
    riding.sending = message;
    delete riding.held;
  }
  return along.map((other) => other.words);
}

/** Copies to relatives, with consent only (language.md 12). */
function sendCopies(desk: Desk, step: Step, touch: TouchChart, words: string): void {
  if (step.act.kind !== 'message' || !step.act.copyFamily) return;
  for (const relative of consenting(desk)) {
    const address = relative.addresses.find((one) => !one.bad);
    if (!address) continue;
    const channel = address.channel === 'phone' ? 'sms' : address.channel;
    const part = `copy.${relative.id.replaceAll('/', '.')}`;
    claimMessage(
      desk,
      step,
      touch,
      { part, channel, to: { who: 'family', address: address.value } },
      { form: 'text', words, counts: false },
    );
  }
}

/** The question once more, with its choices, since the reply was not understood (language.md 9). It answers what the patient just wrote. */
export function sendQuestion(desk: Desk, step: Step, touch: TouchChart): void {
  const way = wayTo(desk, step, touch);
  const [question] = step.questions;
  if ('none' in way || !question) return;
  const rendered = desk.env.judge.render(question.label, standpoint(desk, touch));
  if ('gap' in rendered) return;
  const { language } = rendered;
  const words = [rendered.words.trim(), choicesOf(desk, touch, question, language)].filter((line) => line !== '').join('\n');
  const content: Content = { form: 'text', words, language, questions: step.questions, counts: false };
  claimMessage(desk, step, touch, { part: 'again', channel: way.channel, to: receiver(step, way) }, content);
}

function choicesOf(desk: Desk, touch: TouchChart, { type, options = [], min, max, unit = '' }: Question, language: Language): string {
  const chinese = language.startsWith('zh');
  const choices =
    type === 'yes_no' ? (chinese ? ['是', '否'] : ['yes', 'no']) : options.map(({ code, label }) => labelOf(desk, touch, label) ?? code);
  if (choices.length > 0) return `${chinese ? '请回复：' : 'Please reply: '}${choices.join(chinese ? '、' : ', ')}`;
  if (type !== 'number' || min === undefined || max === undefined) return '';
  return chinese ? `请回复一个数字：${min} 到 ${max}${unit}` : `Please reply with a number: ${min} to ${max} ${unit}`.trimEnd();
}

function labelOf(desk: Desk, touch: TouchChart, label: Question['label']): string | undefined {
  const rendered = desk.env.judge.render(label, standpoint(desk, touch));
  return 'words' in rendered ? rendered.words.trim() : undefined;
}
