/** The test file that stands for what was written on the command line: one patient, one case, nothing expected. */
import type { TestCase, TestMoment, TestStart, TestValues } from '../language/test-file/model.ts';
import type { Value } from '../engine/chart.ts';
import type { Entry } from './played.ts';

export type RehearsalCase = {
  sop: string;
  /** For a base whose settings are required. */
  settings?: Value;
  patient: TestValues;
  start: StartEntry;
  variants: TestCase['variants'];
  play: Entry[];
  until?: string;
};
export type StartEntry = { [key: string]: Value };

/** In the language's own YAML: every text quoted, so that whatever stands in it stays what it is. */
export function rehearsalText({ sop, settings, patient, start, variants, play, until }: RehearsalCase): string {
  const lines = [
    `tests: ${sop}`,
    ...(settings === undefined ? [] : [`settings: ${inFlow(settings)}`]),
    'patients:',
    `  patient: ${inFlow(patient)}`,
    'cases:',
    `  - case: rehearsal of ${sop}`,
    '    patient: patient',
    `    start: ${inFlow(start)}`,
    ...(Object.keys(variants).length === 0 ? [] : [`    variants: ${inFlow(variants)}`]),
    ...(play.length === 0 ? [] : ['    play:', ...play.map((entry) => `      - ${inFlow(entry)}`)]),
    ...(until === undefined ? [] : [`    until: ${until}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function inFlow(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(inFlow).join(', ')}]`;
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).filter(([, one]) => one !== null);
  return entries.length === 0 ? '{}' : `{ ${entries.map(([name, one]) => `${name}: ${inFlow(one)}`).join(', ')} }`;
}

export function momentText(moment: TestMoment): string {
  return moment.kind === 'day' ? `day ${moment.day} ${moment.at}` : `${moment.date} ${moment.at}`;
}

export function startEntry(start: TestStart): StartEntry {
  const at = { at: momentText(start.at), ...(start.running.length > 0 ? { running: start.running } : {}) };
  if (start.kind === 'sweep') return { sweep: true, ...at };
  const { event, fields, objects, because } = start;
  return {
    event,
    ...at,
    ...(Object.keys(fields).length > 0 ? { with: fields } : {}),
    ...objects,
    ...(because === undefined ? {} : { because }),
  };
}

/** The plays of a case, as they were read. */
export function playEntries(one: TestCase): Entry[] {
  return one.play.map((play): Entry => {
    const at = momentText(play.at);
    switch (play.kind) {
      case 'answer':
      case 'done':
        return { at, [play.kind]: { [play.step]: play.answers } };
      case 'claim':
      case 'no_answer':
        return { at, [play.kind]: play.step };
      case 'result':
        return { at, result: { [play.step]: play.outcome } };
      case 'event':
        return { at, event: play.event, ...(Object.keys(play.fields).length > 0 ? { with: play.fields } : {}), ...play.objects };
      case 'says':
        return { at, says: play.words };
      case 'down':
        return { at, down: momentText(play.until) };
    }
  });
}
