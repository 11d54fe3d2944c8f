/** `--answer`, `--done`, `--says`, `--event`: what happens in a rehearsal, as entries of `play` (language.md 13). */
import { eventEntry } from '../language/conditions/events.ts';
import { broughtFields } from '../language/conditions/objects.ts';
import type { Value } from '../engine/chart.ts';
import type { Plan } from '../engine/plan.ts';
import { Refusal } from './exit.ts';
import { answerValue, eventFields, objectValues } from './written-values.ts';
import type { Values } from './written-values.ts';
import type { Terminal } from './terminal.ts';

/** One entry: `{ at, answer: { pain: { score: 7 } } }`. */
export type Entry = { at: string; [deed: string]: Value | Record<string, Values> };
type Says = Pick<Terminal, 'words'>;
export type PlayOptions = { answer?: string[]; done?: string[]; says?: string[]; event?: string[] };

export function entriesOf(plan: Plan, { answer = [], done = [], says = [], event = [] }: PlayOptions, terminal: Says): Entry[] {
  return [
    ...answer.map((written) => deedEntry(plan, 'answer', written, terminal)),
    ...done.map((written) => deedEntry(plan, 'done', written, terminal)),
    ...says.map((written) => saysEntry(written, terminal)),
    ...event.map((written) => eventEntryOf(written, terminal)),
  ];
}

const examples = {
  answer: 'day 1 09:20 pain.score=7',
  done: 'day -1 16:00 video.sent=yes,video.wechat_added=yes',
  says: 'day 2 15:00 能洗澡吗',
  event: 'day 7 14:00 encounter.visited department=cardiology',
};

/** `day 1 09:20`, or a date and a time, and what is written behind it. */
function split(written: string, example: keyof typeof examples, { words }: Says): { at: string; rest: string } {
  const [, day, clock, rest] = /^\s*(day\s+-?\d+|\d{4}-\d\d-\d\d)[T\s]+(\d\d:\d\d)\s+(\S[\s\S]*?)\s*$/.exec(written) ?? [];
  if (day === undefined || clock === undefined || rest === undefined)
    throw new Refusal(
      words(
        `“${written}” cannot be read. Write for example --${example} "${examples[example]}".`,
        `“${written}”看不懂。请写，比如 --${example} "${examples[example]}"。`,
      ),
    );
  return { at: `${day.replace(/\s+/, ' ')} ${clock}`, rest };
}

function deedEntry(plan: Plan, deed: 'answer' | 'done', written: string, terminal: Says): Entry {
  const { at, rest } = split(written, deed, terminal);
  const steps: Record<string, Values> = {};
  for (const part of rest.split(/,(?=\s*[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)?\s*(?:=|$|,))/)) {
    const [, step, question, value] = /^\s*([a-z][a-z0-9_]*)(?:\.([a-z][a-z0-9_]*)=([\s\S]*))?$/.exec(part) ?? [];
    if (step === undefined)
      throw new Refusal(terminal.words(`“${part}” is not STEP.QUESTION=ANSWER.`, `“${part}”不是 步骤.问题=回答 的写法。`));
    const asked = plan.steps.find(({ id }) => id === step)?.questions.find(({ name }) => name === question);
    steps[step] = {
      ...steps[step],
      ...(question !== undefined && value !== undefined ? { [question]: answerValue(value.trim(), asked) } : {}),
    };
  }
  return { at, [deed]: steps };
}

function saysEntry(written: string, terminal: Says): Entry {
  const { at, rest } = split(written, 'says', terminal);
  return { at, says: rest };
}

/** The event's name, then `field=value` or `object.field=value`, values with spaces in quotes. */
function eventEntryOf(written: string, terminal: Says): Entry {
  const { at, rest } = split(written, 'event', terminal);
  const [name = '', ...pairs] = [...rest.matchAll(/(?:"[^"]*"|\[[^\]]*\]|[^\s"[])+/g)].map(([word]) => word.replace(/="([^"]*)"$/, '=$1'));
  const brought = pairs.filter((pair) => Object.hasOwn(broughtFields, /^[a-z_]+(?=\.)/.exec(pair)?.[0] ?? '') && !hasField(name, pair));
  const fields = eventFields(
    name,
    pairs.filter((pair) => !brought.includes(pair)),
    terminal,
  );
  return { at, event: name, ...(Object.keys(fields).length > 0 ? { with: fields } : {}), ...objectValues(brought, terminal) };
}

const hasField = (event: string, pair: string): boolean => Object.hasOwn(eventEntry(event)?.fields ?? {}, pair.split('=')[0] ?? '');
