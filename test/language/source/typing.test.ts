import { describe, expect, it } from 'vitest';
import { message } from '../../../language/diagnostics/message.ts';
import type { SourceNode } from '../../../language/node.ts';
import { applyEdits } from '../../../language/source/edits.ts';
import { toPlain } from '../../../language/source/tree.ts';
import { read, said } from './read.ts';

const wound = `sop: surgery/wound-check
title: 术后伤口随访
start:
  when: encounter.discharged
  if: encounter.department == "surgery"
dates:
  day_0: encounter.discharge_date
contact:
  via: [wechat, sms]
people:
  nurse: { person: encounter.nurse, team: surgery-nurses, above: head_nurse }
  head_nurse: { team: surgery-head-nurse }
steps:
  - id: wound
    title: 伤口
    day: 1
    at: 09:00
    message:
      text: |
        {{ patient.name }}，今天伤口疼吗？请回复 0 到 10。
        谢谢。
    ask:
      score: { label: 疼痛, type: number, min: 0, max: 10 }
    wait: 8 hours
    then:
      answered:
        - id: wound_hurts
          title: 疼痛
          if: wound.score > 5
          task: { by: nurse, urgent: true }
          due: 30 minutes
      not_answered: go on
`;
const good = toPlain(read(wound).root);

/** The file with one slip of the hand. */
function slip(right: string, wrong: string): string {
  if (!wound.includes(right)) throw new Error(`the file has no “${right}”`);
  return wound.replace(right, wrong);
}

it('the file itself is without fault', () => {
  expect(said(read(wound).diagnostics)).toEqual([]);
  expect(good).toMatchObject({ steps: [{ id: 'wound', day: 1, ask: { score: { max: 10 } } }] });
});

// What was typed for what, where that is said; the reading sees through all of these and aftercare fix mends them.
const mended: [what: string, right: string, wrong: string, said: string[]][] = [
  ['a Chinese colon', 'title: 术后', 'title：术后', ['2:6 full-width-colon']],
  ['a Chinese colon and a blank', 'title: 术后', 'title： 术后', ['2:6 full-width-colon']],
  ['a Chinese colon after a key of its own line', 'people:\n', 'people：\n', ['10:7 full-width-colon']],
  ['a Chinese colon in braces', '{ by: nurse', '{ by：nurse', ['30:21 full-width-colon']],
  ['two slips are two diagnostics', 'day: 1\n    at: 09:00', 'day：1\n    at：09:00', ['16:8 full-width-colon', '17:7 full-width-colon']],
  ['Chinese commas in a list', '[wechat, sms]', '[wechat，sms]', ['9:9 full-width-comma']],
  ['a Chinese pause mark in a list', '[wechat, sms]', '[wechat、sms]', ['9:9 full-width-comma']],
  ['a Chinese comma in braces', 'nurse, urgent', 'nurse，urgent', ['30:28 full-width-comma']],
  ['Chinese brackets', '[wechat, sms]', '【wechat，sms】', ['9:8 full-width-bracket']],
  ['one Chinese bracket', '[wechat, sms]', '[wechat, sms】', ['9:20 full-width-bracket']],
  ['Chinese braces', '{ by: nurse, urgent: true }', '｛ by: nurse, urgent: true ｝', ['30:17 full-width-bracket']],
  ['a wide number', 'day: 1', 'day: １', ['16:10 full-width-number']],
  ['a wide number in braces', 'max: 10', 'max: １０', ['23:54 full-width-number']],
  ['a time with a Chinese colon', 'at: 09:00', 'at: 09：00', ['17:9 full-width-number']],
  ['a wide number in a span', 'wait: 8 hours', 'wait: ８ hours', ['24:11 full-width-number']],
  ['wide spaces before a line', '    day: 1', '　　day: 1', ['16:1 full-width-space']],
  ['wide spaces before two lines', '    day: 1\n    at: 09:00', '　　day: 1\n　　at: 09:00', ['16:1 full-width-space']],
  ['wide spaces before a text', '        谢谢', '　　　　谢谢', ['21:1 full-width-space']],
  ['no-break spaces', '    day: 1', '\u00a0\u00a0\u00a0\u00a0day: 1', ['16:1 full-width-space']],
  ['a wide dash', '- id: wound\n', '－ id: wound\n', ['14:3 full-width-dash']],
  ['a long dash', '- id: wound_hurts', '— id: wound_hurts', ['27:9 full-width-dash']],
  ['a dot for a dash', '- id: wound\n', '· id: wound\n', ['14:3 full-width-dash']],
  ['a tab', '    day: 1', '\t\tday: 1', ['16:1 tab-indent']],
  ['one tab for two levels', '    day: 1', '\tday: 1', ['16:1 tab-indent']],
  ['tabs before several lines', '    day: 1\n    at: 09:00\n    message', '\t\tday: 1\n\t\tat: 09:00\n\t\tmessage', ['16:1 tab-indent']],
  ['a tab before a text', '        谢谢', '\t\t\t\t谢谢', ['21:1 tab-indent']],
  ['no space after a colon', 'day: 1', 'day:1', ['16:5 space-after-colon']],
  ['no space after a colon before Chinese', 'title: 伤口', 'title:伤口', ['15:5 space-after-colon']],
  ['no space after a colon in braces', '{ by: nurse', '{ by:nurse', ['30:19 space-after-colon']],
  ['a wide space after a colon', 'day: 1', 'day:　1', ['16:5 space-after-colon']],
  ['no space after a dash', '- id: wound\n', '-id: wound\n', ['14:3 space-after-dash']],
  ['a wide space after a dash', '- id: wound\n', '-　id: wound\n', ['14:3 space-after-dash']],
];

describe('slips that aftercare fix mends', () => {
  it.each(mended)('%s', (_, right, wrong, expected) => {
    const text = slip(right, wrong);
    const { root, diagnostics } = read(text);
    expect(said(diagnostics)).toEqual(expected);
    expect(toPlain(root)).toEqual(good);
    const after = read(
      applyEdits(
        text,
        diagnostics.flatMap(({ edit }) => edit ?? []),
      ),
    );
    expect(said(after.diagnostics)).toEqual([]);
    expect(toPlain(after.root)).toEqual(good);
  });
});

// The text that was meant is read, and the edit keeps it.
const texts: [what: string, right: string, wrong: string, said: string[]][] = [
  ['trap 18: a template without quotes', 'title: 疼痛', 'title: {{ wound.score }} 分：{{ patient.name }}', ['28:18 template-unquoted']],
  ['a template with colon and quotes', 'title: 疼痛', "title: {{ wound.score }}: it's", ['28:18 template-unquoted']],
  ['a colon in a text', 'title: 疼痛', 'title: 三件事: 吃饭', ['28:18 text-with-colon']],
  ['a colon at the end of a text', 'title: 疼痛', 'title: 注意事项:', ['28:18 text-with-colon']],
  ['a comma in a text in braces', 'label: 疼痛', 'label: 疼痛, 几分', ['23:23 text-in-braces']],
  ['a colon in a text in braces', 'label: 疼痛', 'label: 疼痛: 几分', ['23:23 text-in-braces']],
  ['a template in a text in braces', 'label: 疼痛', 'label: 您好 {{ patient.name }}', ['23:23 text-in-braces']],
  ['a hash in a text in braces', 'label: 疼痛', 'label: 疼痛 #1', ['23:23 text-in-braces']],
  ['brackets in a text in braces', 'label: 疼痛', 'label: 疼痛[0-10]', ['23:23 text-in-braces']],
];

describe('texts that YAML would cut or refuse', () => {
  it.each(texts)('%s', (_, right, wrong, expected) => {
    const text = slip(right, wrong);
    const { root, diagnostics } = read(text);
    expect(said(diagnostics)).toEqual(expected);
    expect(JSON.stringify(toPlain(root))).toContain(JSON.stringify(wrong.slice(wrong.indexOf(' ') + 1)).slice(1, -1));
    const edits = diagnostics.flatMap(({ edit }) => edit ?? []);
    const after = read(applyEdits(text, edits));
    expect(said(after.diagnostics)).toEqual([]);
    // A block text ends with a line break, which readers of the text do not see.
    const words = (node: SourceNode | null) => JSON.stringify(toPlain(node)).replace(/\\n"/g, '"');
    expect(words(after.root)).toBe(words(root));
  });
});

// Mended by hand; the reading goes on as the author most likely meant it.
const byHand: [what: string, right: string, wrong: string, said: string[]][] = [
  ['a key one column too far left', '    day: 1', '   day: 1', ['16:4 wrong-indent']],
  ['a key one column too far right', '    day: 1', '     day: 1', ['16:6 wrong-indent']],
  ['two keys too far right are one slip', '    day: 1\n    at', '     day: 1\n     at', ['16:6 wrong-indent']],
  ['a block that begins too far left', '    message:', '  message:', ['18:3 wrong-indent']],
  ['an item one column too far right', '        - id: wound_hurts', '         - id: wound_hurts', ['27:10 wrong-indent']],
  ['a key under a key with a value', '    at: 09:00', '      at: 09:00', ['17:7 wrong-indent']],
  ['trap 19: a bracket that is never closed', '[wechat, sms]', '[wechat, sms', ['9:8 yaml-syntax']],
  ['trap 19: a brace that is never closed', 'urgent: true }', 'urgent: true', ['30:17 yaml-syntax']],
  ['a bracket closed with a brace', '[wechat, sms]', '[wechat, sms}', ['9:20 yaml-syntax']],
  ['a key that lost its indentation', '    at: 09:00', '  at: 09:00', ['17:3 wrong-indent']],
  ['the first key of a block', '  when: encounter.discharged', ' when: encounter.discharged', ['4:2 wrong-indent']],
  ['the first key of a block beside its parent', '  when: encounter.discharged', 'when: encounter.discharged', ['4:1 wrong-indent']],
  ['a dash that is missing', '  - id: wound\n', '  id: wound\n', ['14:3 yaml-syntax']],
  ['a bracket that is never opened', '[wechat, sms]', 'wechat, sms]', ['9:8 yaml-syntax']],
  ['a brace that is never opened', 'task: { by: nurse', 'task: by: nurse', ['30:17 yaml-syntax']],
  ['a missing colon before a brace', 'task: {', 'task {', ['30:11 yaml-syntax']],
  ['a missing colon in braces', 'by: nurse', 'by nurse', ['30:19 yaml-syntax']],
  ['a missing colon after a dash', '- id: wound\n', '- id wound\n', ['14:5 yaml-syntax']],
  ['a bracket too many', '[wechat, sms]', '[wechat, sms]]', ['9:21 yaml-syntax']],
  ['a comma too many', '[wechat, sms]', '[wechat,, sms]', ['9:16 yaml-syntax']],
  ['a comma that is missing in braces', 'nurse, urgent', 'nurse urgent', ['30:23 yaml-syntax']],
  ['a missing colon', 'day: 1', 'day 1', ['16:5 yaml-syntax']],
  ['a missing colon before a block', 'steps:', 'steps', ['13:1 yaml-syntax']],
  ['two keys on one line', '    day: 1\n    at', '    day: 1 at', ['16:10 yaml-syntax']],
  ['an invisible mark before a key', 'title: 伤口', '\u200btitle: 伤口', ['15:5 yaml-syntax']],
  ['a NUL', 'title: 伤口', 'title: 伤\u0000口', ['15:13 yaml-syntax']],
  ['a line of a text too far left', '        谢谢', '    谢谢', ['21:5 yaml-syntax']],
  [
    'a text beside its bar',
    '      text: |\n        {{ patient.name }}，今天',
    '      text: |\n      {{ patient.name }}，今天',
    ['20:7 yaml-syntax'],
  ],
  ['a single document mark does no harm', 'sop: surgery', '---\nsop: surgery', []],
];

describe('slips to be mended by hand', () => {
  it.each(byHand)('%s', (_, right, wrong, expected) => {
    const { root, diagnostics } = read(slip(right, wrong));
    expect(said(diagnostics)).toEqual(expected);
    expect(toPlain(root)).toEqual(good);
  });

  it.each([
    ['an unclosed quote', 'title: 伤口', 'title: "伤口', ['15:12 yaml-syntax'], '伤口'],
    ['text behind a quote', 'title: 伤口', 'title: "伤口"随访', ['15:12 yaml-syntax'], '"伤口"随访'],
    ['a text that begins with a sign', 'title: 伤口', 'title: @伤口', ['15:12 yaml-syntax'], '@伤口'],
    ['a backslash in double quotes', 'title: 伤口', 'title: "伤\\口"', ['15:14 yaml-syntax'], undefined],
    ['a text cut by a hash', 'title: 伤口', 'title: 伤口 #1', ['15:12 text-cut-by-hash'], '伤口'],
    ['a remark further off is a remark', 'title: 伤口', 'title: 伤口   # 第一天', [], '伤口'],
  ])('%s', (_, right, wrong, expected, title) => {
    const { root, diagnostics } = read(slip(right, wrong));
    expect(said(diagnostics)).toEqual(expected);
    if (title !== undefined) expect(toPlain(root)).toMatchObject({ steps: [{ title, day: 1 }] });
  });

  it.each(['!done', '[1, 2].exists(x)', '"a" == b', '*x', '&x', '> 5', '%x', "'a' in b", '|x'])(
    'trap 16: a condition that begins like %s',
    (condition) => {
      const { root, diagnostics } = read(slip('wound.score > 5', condition));
      expect(said(diagnostics)).toEqual(['29:15 condition-start']);
      expect(JSON.stringify(toPlain(root))).toContain(JSON.stringify(condition));
    },
  );

  it.each([
    ['nothing', 'wait: 8 hours', 'wait:', ['24:10 empty-value']],
    ['nothing but a remark', 'wait: 8 hours', 'wait:   # 8 hours', ['24:10 empty-value']],
    ['null', 'wait: 8 hours', 'wait: null', ['24:11 empty-value']],
    ['a tilde', 'wait: 8 hours', 'wait: ~', ['24:11 empty-value']],
    ['a name in braces without value', 'urgent: true }', 'urgent }', ['30:36 empty-value']],
  ])('%s after a key', (_, right, wrong, expected) => {
    expect(said(read(slip(right, wrong)).diagnostics)).toEqual(expected);
  });

  it('the same key twice: said at the second, with the line of the first; both blocks are read', () => {
    const { root, diagnostics } = read(`${wound}steps:\n  - id: more\n`);
    expect(said(diagnostics)).toEqual(['33:1 duplicate-key']);
    expect(message(diagnostics[0]!, 'en')).toContain('line 13');
    expect(toPlain(root)).toMatchObject({ steps: [{ id: 'wound' }, { id: 'more' }] });
  });

  it('a dash that is missing between two entries begins a new one', () => {
    const { root, diagnostics } = read('steps:\n  - id: a\n    day: 1\n  id: b\n    day: 2\n  - id: c\n');
    expect(said(diagnostics)).toEqual(['4:3 yaml-syntax']);
    expect(toPlain(root)).toEqual({ steps: [{ id: 'a', day: 1 }, { id: 'b', day: 2 }, { id: 'c' }] });
  });

  it('brackets and braces that were not opened inside braces', () => {
    expect(said(read('p: { name: a, codes: E78], age: 3 }\n').diagnostics)).toEqual(['1:25 yaml-syntax']);
    const { root, diagnostics } = read('- { at: day 1, done: call: { well: good } } }\n');
    expect(said(diagnostics)).toEqual(['1:22 yaml-syntax']);
    expect(toPlain(root)).toEqual([{ at: 'day 1', done: { call: { well: 'good' } } }]);
  });

  it('a template on the line below its key: the mend is the bar that is missing', () => {
    const text = 'message:\n  text:\n    {{ patient.name }}，您好\n    再见\nday: 1\n';
    const { diagnostics } = read(text);
    expect(said(diagnostics)).toEqual(['3:5 template-unquoted']);
    const after = read(
      applyEdits(
        text,
        diagnostics.flatMap(({ edit }) => edit ?? []),
      ),
    );
    expect(said(after.diagnostics)).toEqual([]);
    expect(toPlain(after.root)).toEqual({ message: { text: '{{ patient.name }}，您好\n再见\n' }, day: 1 });
  });

  it('a key that JavaScript knows is a key like any other', () => {
    const { root } = read('__proto__: { day: 1 }\nconstructor: 2\nhasOwnProperty: 3\n');
    const plain = toPlain(root) as Record<string, unknown>;
    expect(Object.keys(plain)).toEqual(['__proto__', 'constructor', 'hasOwnProperty']);
    expect(({} as { day?: number }).day).toBeUndefined();
  });
});

describe('YAML tricks', () => {
  it.each([
    ['an anchor', 'wait: 8 hours', 'wait: &w 8 hours', ['24:11 no-yaml-tricks']],
    ['a tag', 'wait: 8 hours', 'wait: !!str 8 hours', ['24:11 no-yaml-tricks']],
    ['a directive', 'sop: surgery', '%YAML 1.2\n---\nsop: surgery', ['1:1 no-yaml-tricks']],
    ['a second document', 'steps:', '---\nsteps:', ['13:1 no-yaml-tricks']],
    ['a key with a question mark', '    wait: 8 hours', '    ? wait\n    : 8 hours', ['24:5 no-yaml-tricks']],
  ])('%s', (_, right, wrong, expected) => {
    expect(said(read(slip(right, wrong)).diagnostics)).toEqual(expected);
  });

  it('are read over: what an alias stands for is not missing', () => {
    const { root, diagnostics } = read('a: &x { b: 1 }\nc: *x\nd:\n  <<: *x\n  e: 2\nf: *y\n');
    expect(said(diagnostics)).toEqual([
      '1:4 no-yaml-tricks',
      '2:4 no-yaml-tricks',
      '4:3 no-yaml-tricks',
      '6:4 no-yaml-tricks',
      '6:4 empty-value',
    ]);
    expect(toPlain(root)).toEqual({ a: { b: 1 }, c: { b: 1 }, d: { b: 1, e: 2 }, f: null });
  });
});

describe('what is no mistake', () => {
  it.each([
    'title: 【重要】随访（第一次）',
    'title: 您好：今天，第 1 天、第 2 天',
    'title: Week １ – intro',
    'label: 几点？08：30',
    'options: [胸痛, 出血]',
    'text: |\n  　　您好：\n  a: b\n  - [x\n\n    # 1\nday: 1',
    'text: >-\n  one\n  two\nday: 1',
    'via:\n- sms\n- app',
    'if: a == "b" ||\n  c > 1\nday: 1',
    'at: 08:30\nhours: 08:30 to 21:00',
    'link: https://example.org/a#b',
    'a: "x: y # z"   # remark',
    "a: 'it''s'",
    'a: { b: [1, { c: d }], "e": "f, g" }\nb: 1',
    'a: {\n  b: 1,\n  c: 2\n  }\nd: 1',
    'a: -1\nb: -x\nc: "-"',
    'note:\n  第一行\n  第二行',
  ])('%j', (text) => {
    expect(said(read(`${text}\n`).diagnostics)).toEqual([]);
  });
});
