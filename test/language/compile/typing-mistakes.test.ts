/** One slip of the hand in a shipped SOP is told once, at its place, in words of both languages; nothing else is told because of it. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../language/check.ts';
import type { Diagnostic } from '../../../language/diagnostic.ts';
import { message } from '../../../language/diagnostics/message.ts';
import { aFile, marked, shipped } from '../sop-files.ts';

const names = { pci: 'cardiology/pci-discharge', diabetes: 'endocrinology/diabetes-care' };
const textOf = (path: string): string => new TextDecoder().decode(shipped.find((file) => file.path === path)?.bytes);
const said = (d: Diagnostic): string => `${d.code} ${JSON.stringify(d.values)}`;

/** What is told of the file with the slip, and not without it. */
function toldOf(name: keyof typeof names, right: string, wrong: string): { found: Diagnostic[]; place: string } {
  const path = `sops/${names[name]}.yaml`;
  const before = textOf(path);
  expect(before).toContain(right);
  const { text, place } = marked(before.replace(right, () => wrong));
  const usual = new Set(check([aFile(path, before)], { library: shipped }).diagnostics.map(said));
  const found = check([aFile(path, text)], { library: shipped }).diagnostics.filter((d) => !usual.has(said(d)));
  return { found, place };
}

const pain = 'if: pain.score > 5';
const scale = '{ label: 疼痛, type: number, min: 0, max: 10 }';
const silence = '      not_answered: go on              # 当晚';
const greeting = '    task: { by: nurse }\n    due: until 18:00';
const threeDays = '    day: 1 to 3\n    at: 09:00';

describe('a slip of the hand', () => {
  it.each<[keyof typeof names, string, string, string, string?]>([
    ['pci', 'title: 疼痛评分', 'title«：疼痛评分', 'full-width-colon', ': '],
    ['pci', 'steps:\n', '«步骤:\n', 'chinese-key', 'steps'],
    ['pci', 'steps:\n', '«step:\n', 'unknown-key'],
    ['pci', greeting, greeting.replace('task', '«tsak'), 'unknown-key'],
    ['pci', greeting, '    task: { by: nurse, «due: until 18:00 }', 'wrong-place'],
    ['pci', greeting, '    task:\n    «by: nurse\n    due: until 18:00', 'wrong-place'],
    ['pci', greeting, greeting.replace('until 18:00', '«18:00'), 'bad-until', 'until 18:00'],
    ['pci', threeDays, threeDays.replace('day', '«days'), 'unknown-key'],
    ['pci', threeDays, threeDays.replace('1 to 3', '«1-3'), 'wrong-type', '1 to 3'],
    ['pci', threeDays, threeDays.replace('1 to 3', '«1,2,3'), 'wrong-type', '[1, 2, 3]'],
    ['pci', 'ask:\n      comes:', '«aks:\n      comes:', 'unknown-key'],
    ['pci', 'due: 8 hours\n    remind', '«duo: 8 hours\n    remind', 'unknown-key'],
    ['pci', silence, silence.replace('not_answered', '«not_answerd'), 'not-an-outcome', 'not_answered'],
    ['pci', silence, silence.replace('not_answered', '«no_answer'), 'not-an-outcome', 'not_answered'],
    ['pci', scale, scale.replace('number', '«nubmer'), 'unknown-question-type', 'number'],
    ['pci', scale, '{ label: 疼痛, type: number, min: «10, max: 0 }', 'range-missing'],
    ['pci', pain, 'if: «{{ pain.score }} > 5', 'template-in-condition', 'pain.score'],
    ['pci', pain, 'if: pain.score «大于 5', 'condition-syntax', '>'],
    ['pci', pain, 'if: pain.score > 5«分', 'condition-syntax', ''],
    ['pci', 'use: [common/questions]', 'use: [«common/question]', 'unknown-use', 'common/questions'],
    ['pci', 'ask: three_questions\n', 'ask: «three_question\n', 'unknown-form', 'three_questions'],
    ['pci', 'above: head_nurse }\n  doctor', 'above: «headnurse }\n  doctor', 'unknown-role', 'head_nurse'],
    ['pci', '  when: [encounter.discharge_planned, encounter.discharged]', '  when: «encounter.discharge', 'unknown-event', 'encounter.discharged'],
    ['pci', '{{ gathering | date }}', '{{ gathering | «dat }}', 'unknown-filter', 'date'],
    ['pci', '微信问候 {{ patient.name }}，', '微信问候 «{{ patient.name }，', 'unknown-variable', '{{ patient.name }}'],
    ['pci', 'budget: 30 CNY', 'budget: «30元', 'wrong-type', '30 CNY'],
    ['pci', '    title: 疼痛评分\n', '    «title:\n', 'empty-value'],
    ['diabetes', 'if: glucose_high', 'if: «glucose_hihg', 'unknown-variable'],
    ['diabetes', 'after: $overdue_after', 'after: «$overdue_afer', 'unknown-setting'],
    ['diabetes', 'hours: 08:30 to 20:00', 'hours: «8:30-20:00', 'bad-hours', '08:30 to 20:00'],
  ])('%s: %o → %o: %s', (name, right, wrong, code, mended) => {
    const { found, place } = toldOf(name, right, wrong);
    expect(found.map((d) => `${d.span.line}:${d.span.column} ${d.code}`)).toEqual([`${place} ${code}`]);
    if (mended !== undefined) expect(found[0]?.edit?.text).toBe(mended);
    for (const language of ['zh', 'en'] as const) expect(message(found[0]!, language)).not.toMatch(/undefined|\{\w+\}(?!\})/);
  }); // prettier-ignore
});
