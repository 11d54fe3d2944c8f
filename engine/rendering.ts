/** Words of the author's, as they go out: in the patient's language to the patient, in the house's own to staff. */
import type { TouchChart } from './chart.ts';
import { houseLanguage, standpoint } from './desk.ts';
import type { Desk } from './desk.ts';
import type { Rendering } from './judge.ts';
import type { Step, Template, Text } from './plan.ts';

const linkKinds = ['survey', 'choose', 'appointment', 'page', 'refill', 'points', 'offer'];

/** Where `{{ link.page }}` and its like lead, for one message. */
export function linksFor(desk: Desk, message: string): Record<string, string> {
  return Object.fromEntries(linkKinds.map((kind) => [kind, desk.env.link(kind, message)]));
}

/** The step's text for the patient; with a variant of the step its own. */
export function patientWords(desk: Desk, step: Step, touch: TouchChart, links: Record<string, string>): Rendering {
  if (!('text' in step.act)) return { gap: 'text' };
  const variant = step.act.variants.find((one) => one.name === touch.variant);
  const text = variant?.text ?? step.act.text;
  return text ? desk.env.judge.render(text, standpoint(desk, touch, { links })) : { gap: 'text' };
}

/** Words for staff: a name without a value shows as a gap to fill in, since work for a person is never lost for a word. */
export function staffWords(desk: Desk, touch: TouchChart, text: Text): string {
  const language = houseLanguage(desk);
  const chart = { ...desk.chart, patient: { ...desk.chart.patient, language } };
  const render = (written: Text): Rendering => desk.env.judge.render(written, standpoint(desk, touch, { chart }));
  const rendered = render(text);
  if ('words' in rendered) return rendered.words.trim();
  return anyTemplate(text, language)
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      const alone = render({ kind: 'words', in: { [language]: [piece] } });
      return 'words' in alone ? alone.words : `〔${piece.name}〕`;
    })
    .join('')
    .trim();
}

function anyTemplate(text: Text, language: string): Template {
  const words = text.kind === 'words' ? text.in : (text.of.other ?? Object.values(text.of)[0] ?? {});
  return words[language] ?? Object.values(words)[0] ?? [];
}
