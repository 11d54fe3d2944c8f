import { describe, expect, it } from 'vitest';
import { check } from '../../../language/check.ts';
import { readTests } from '../../../language/test-file/read.ts';
import { aFile, said, shipped } from '../sop-files.ts';

const pci = shipped.find(({ path }) => path.endsWith('pci-discharge.test.yaml'))!;
const aTest = (cases: string) =>
  aFile(
    'sops/activation/caring-call.test.yaml',
    `tests: activation/caring-call\npatients:\n  p: { name: 方明, age: 66 }\ncases:\n${cases}`,
  );
const start = '    patient: p\n    start: { event: enrollment.requested, at: 2026-03-14 09:00, because: 没有来 }\n';
const mistakes = (cases: string) =>
  check([aTest(cases)], { library: shipped })
    .diagnostics.map(said)
    .map((one) => one.replace(/^.*yaml:/, ''));

describe('a test file', () => {
  const tests = readTests(pci, shipped).tests!;

  it('of the stents', () => {
    expect(tests.sop).toBe('cardiology/pci-discharge');
    expect(tests.cases).toHaveLength(12);
    expect(tests.patients.wang).toEqual({ name: '王芳', age: 63, sex: 'female', has_wechat: true, has_family: true });
  });

  it('says what happens', () => {
    const [first, , , , , , words, , results, turned, down] = tests.cases;
    expect(first!.start).toEqual({
      kind: 'event',
      at: { kind: 'date', date: '2026-03-10', at: '10:00' },
      running: [],
      event: 'encounter.discharge_planned',
      fields: {},
      objects: { encounter: { department: 'cardiology', procedures: ['36.06'], discharge_date: '2026-03-11 11:00' } },
    });
    expect(first!.play[1]).toMatchObject({ kind: 'answer', step: 'pain', answers: { score: 7 }, at: { kind: 'day', day: 1, at: '09:20' } });
    expect(first!.play[2]).toMatchObject({
      kind: 'event',
      event: 'encounter.discharged',
      objects: { encounter: { discharge_date: '2026-03-11 11:00' } },
    });
    expect(words!.play[0]).toMatchObject({ kind: 'says', words: '还是止不住血怎么办' });
    expect(results!.play[2]).toMatchObject({ kind: 'result', step: 'gift', outcome: 'received' });
    expect(turned).toMatchObject({ enrolled: false, why: 'if_false' });
    expect(down!.play[0]).toMatchObject({ kind: 'down', until: { kind: 'day', day: 8, at: '12:00' } });
  });

  it('says what is expected', () => {
    const [first] = tests.cases;
    expect(first!.expect[4]).toMatchObject({ step: 'pain_urgent', told: 'doctor', at: { kind: 'day', day: 1, at: '09:50' } });
    expect(first).toMatchObject({
      never: ['not_added'],
      times: { video: 1, ring: 3, pain: 3, greeting: 2 },
      figures: { wechat_added: 'hit', came_back: 'miss' },
    });
  });

  it('every one that ships can be read', () => {
    for (const file of shipped.filter(({ path }) => path.endsWith('.test.yaml')))
      expect(readTests(file, shipped).diagnostics.map(said)).toEqual([]);
  });
});

describe('what the SOP does not have', () => {
  it.each([
    ['a step', '    expect:\n      - { step: carring, at: 2026-03-16 10:00 }\n', '8:17 test-unknown'],
    ['a step that never comes', '    never: [other]\n', '8:13 test-unknown'],
    ['an event', '    play:\n      - { at: day 1 09:00, event: encounter.visted }\n', '8:35 test-unknown'],
    ['a question', '    play:\n      - { at: day 1 09:00, done: { caring: { reasons: felt_well } } }\n', '8:46 test-unknown'],
    ['an answer', '    play:\n      - { at: day 1 09:00, done: { caring: { reason: felt_good } } }\n', '8:54 test-unknown'],
    ['a role', '    expect:\n      - { step: caring, told: boss }\n', '8:31 test-unknown'],
    ['a moment that is none', '    until: day 1\n', '8:12 wrong-type'],
    ['an outcome that is none', '    expect:\n      - { step: caring, outcome: fine }\n', '8:34 not-a-choice'],
  ])('%s', (_what, text, place) => {
    const [line, rest] = place.split(':') as [string, string];
    const offset = text.startsWith('    never') || text.startsWith('    until') ? 0 : 1;
    expect(mistakes(`  - case: 一\n${start}${text}`)).toEqual([`${Number(line) + offset}:${rest}`]);
  });

  it('a SOP that is not there', () => {
    expect(
      check([aFile('a.test.yaml', 'tests: no/where\npatients: {}\ncases: []\n')], { library: shipped }).diagnostics.map(({ code }) => code),
    ).toEqual(['unknown-sop']);
  });

  it('a whole answer with wrong words is told with the nearest', () => {
    const { diagnostics } = check([aTest(`  - case: 一\n${start}    never: [carin]\n`)], { library: shipped });
    expect(diagnostics[0]!.edit?.text).toBe('caring');
  });
});
