/** Plans for tests, compiled from a few lines of an SOP on top of the shipped hospital library. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../../language/compile/compile.ts';
import { houseRules } from '../../language/compile/house.ts';
import type { SourceFile } from '../../language/node.ts';
import type { ContactRules, HouseRules, Plan } from '../../engine/plan.ts';

const root = join(import.meta.dirname, '../../sops');

/** Every file that ships. */
export function shippedFiles(): SourceFile[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => ({ path: `sops/${path}`, bytes: new Uint8Array(readFileSync(join(root, path))) }));
}

let known: { files: SourceFile[]; house: HouseRules } | undefined;
function library(): { files: SourceFile[]; house: HouseRules } {
  const files = shippedFiles().filter(({ path }) => /hospital|calendars/.test(path));
  return (known ??= { files, house: houseRules(files, { hospital: { name: '市一院', phone: '0571-0000' } }) });
}

/** The house rules that ship; `contact` stands over them. */
export function aHouse(contact: ContactRules = {}): HouseRules {
  const { house } = library();
  return { ...house, contact: { ...house.contact, ...contact } };
}

export type SopParts = {
  steps: string;
  start?: string;
  dates?: string;
  contact?: string;
  people?: string;
  stop?: string;
  facts?: string;
  sop?: string;
};

const standard = {
  start: 'when: encounter.discharged',
  dates: 'day_0: encounter.discharge_date',
  people: `nurse: { team: nurses, above: head_nurse }
head_nurse: { team: head-nurses, above: chief }
chief: { team: chiefs }`,
};

const under = (key: string, lines: string | undefined): string =>
  lines === undefined ? '' : `${key}:\n${outdented(lines).map((line) => `  ${line}`).join('\n')}\n`; // prettier-ignore

function outdented(text: string): string[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const indent = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  return lines.map((line) => line.slice(indent));
}

/** A plan of these steps, written as in a file; what a test does not say is the plainest that works. Throws with the diagnostics. */
export function aPlan(parts: SopParts): Plan {
  const { steps, start, dates, people, stop, facts, contact, sop = 'ward/test' } = { ...standard, ...parts };
  const text = [
    `sop: ${sop}\ntitle: 测试\n`,
    under('start', start),
    under('dates', dates),
    under('contact', contact),
    under('people', people),
    under('stop', stop),
    under('facts', facts),
    under('steps', steps),
  ].join('');
  const path = `sops/${sop}.yaml`;
  const { plan, diagnostics } = compile(path, [{ path, bytes: new TextEncoder().encode(text) }, ...library().files]);
  const wrong = diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ code, span, values }) => `${span.line} ${code} ${JSON.stringify(values)}`);
  if (!plan) throw new Error(`the plan of this test does not compile:\n${wrong.join('\n')}\n${text}`);
  return plan;
}
