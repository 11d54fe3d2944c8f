/** Every mistake that the schema and the compiler find, provoked from a whole file; `«` marks the place that is pointed at. */
import { describe, expect, it } from 'vitest';
import { aSop, marked, mistakesIn, steps } from '../sop-files.ts';

const task = (more = '') =>
  `  - id: wound\n    title: 看伤口\n    day: 1\n    at: 09:00\n    task: { by: nurse }\n    due: 4 hours\n${more}`;
const ask = 'ask:\n      score: { label: 疼, type: number, min: 0, max: 10 }';
const message = (more: string, head = 'day: 1\n    at: 09:00') =>
  `  - id: pain\n    title: 疼吗\n    ${head}\n    message:\n      text: |\n        今天疼吗？\n${more}`;
const asking = (more: string) => message(`    ${ask}\n${more}`);
const answered = (inside: string) => asking(`    wait: 8 hours\n    then:\n      not_answered: go on\n${inside}`);
const kind = (text: string) => `  - id: it\n    title: 一步\n    day: 1\n    at: 09:00\n${text}`;
const measure = (text: string) => `measures:\n  share:\n    title: 完成率\n${text}`;

const cases: [code: string, what: string, file: string][] = [
  // Keys and shape
  ['unknown-key', 'a slip in a key', aSop(steps(task('    «remnid: 1 hour\n')))],
  ['unknown-key', 'in a small block', aSop(steps(task('    escalate:\n      - { after: 1 hour, to: head_nurse, «unles: done }\n')))],
  ['chinese-key', '步骤', aSop({ steps: '«步骤:\n  - id: a' })],
  ['chinese-key', '期限 in a step', aSop(steps(task().replace('due', '«期限')))],
  ['wrong-place', 'due inside task', aSop(steps('  - id: a\n    title: 一\n    task: { by: nurse, «due: 1 day }\n    due: 1 day\n'))],
  [
    'wrong-place',
    'tries in a ring',
    aSop(steps(kind('    call:\n      ring: once\n      «tries:\n        - { reach: patient, via: phone }\n'))),
  ],
  ['wrong-place', 'a zone in a SOP', aSop({ more: 'contact:\n  «time_zone: Asia/Tokyo' })],
  ['wrong-place', 'a wait where nothing is waited for', aSop(steps(kind('    record: { tag: seen }\n    «wait: 1 day\n')))],
  [
    'wrong-type',
    'a list where a word belongs',
    aSop(steps(task().replace('{ by: nurse }', '{ by: { a: b }, «script: [1] }'.replace('{ a: b }', 'nurse')))),
  ],
  ['wrong-type', 'steps that are no list', aSop({ steps: 'steps: «none' })],
  ['wrong-type', 'half a day', aSop(steps(task().replace('day: 1', 'day: «1.5')))],
  [
    'digits-lost',
    'a number that loses its zero',
    aSop({ people: 'people:\n  nurse: { team: «0571, above: head_nurse }\n  head_nurse: { team: heads }' }),
  ],
  ['not-a-choice', 'again: renew', aSop({ start: 'start:\n  when: encounter.discharged\n  again: «renew' })],
  ['not-a-choice', 'missed', aSop(steps(task('    missed: «forget\n')))],
  ['empty-value', 'a key with nothing after it', aSop(steps(task('    «remind:\n')))],
  ['key-missing', 'no start', aSop({ start: '' }).replace('sop: surgery', 'sop: «surgery')],
  [
    'key-missing',
    'a gift without item',
    aSop(steps(kind('    «gift: { by: nurse }\n    wait: 5 days\n    then:\n      not_received: go on\n'))),
  ],
  ['file-kind', 'title first', '«title: 一\nsop: surgery/wound-check\n'],
  ['sop-path', 'another name than its place', aSop({ head: 'sop: «surgery/other\ntitle: 一' })],
  ['nothing-to-do', 'no steps', aSop({ steps: '«steps: []' })],
  ['nothing-to-do', 'an empty branch', aSop(steps(answered('      «answered: []\n')))],
  ['not-yet', 'a sweep', aSop({ start: 'start:\n  «every: day\n  at: 02:00' })],
  ['not-yet', 'variants', aSop(steps(kind('    message:\n      «variants:\n        a: { share: 100 }\n')))],
  ['not-yet', 'family', aSop(steps(message('      to: «family\n')))],
  [
    'not-yet',
    'a survey',
    aSop(
      steps(
        kind(`    «survey:\n      text: |\n        {{ link.survey }}\n    ${ask}\n    wait: 1 day\n    then:\n      not_answered: go on\n`),
      ),
    ),
  ],
  [
    'not-yet',
    'confirm',
    aSop(
      steps(
        kind(
          '    appointment:\n      do: «confirm\n      text: |\n        {{ link.appointment }}\n    wait: 1 day\n    then:\n      not_answered: go on\n',
        ),
      ),
    ),
  ],
  [
    'not-yet',
    'a voice',
    aSop(steps(kind('    call:\n      say: «|\n        您好\n    wait: 1 day\n    then:\n      not_answered: go on\n'))),
  ],
  [
    'not-yet',
    'days that stand still',
    aSop({
      stop: 'stop:\n  - when: encounter.admitted\n    do: pause\n    until: encounter.discharged\n    wait: 60 days\n    then: resume\n    meanwhile: «days stand still',
    }),
  ],
  [
    'not-yet',
    'last steps',
    aSop({
      stop: 'stop:\n  - when: encounter.admitted\n    «last:\n      - id: told\n        title: 告知\n        task: { by: nurse }\n        due: 1 day',
    }),
  ],
  // Names
  ['id-missing', 'a step without id', aSop(steps(`  - «title: 一\n    task: { by: nurse }\n    due: 1 day\n`))],
  ['bad-name', 'an id with a dash', aSop(steps(task().replace('id: wound', 'id: «wound-check')))],
  [
    'bad-name',
    'a role in Chinese',
    aSop({ people: 'people:\n  nurse: { team: a, above: head_nurse }\n  head_nurse: { team: b }\n  «护士: { team: a }' }),
  ],
  ['reserved-name', 'a step called event', aSop(steps(task().replace('id: wound', 'id: «event')))],
  ['name-twice', 'two steps', aSop(steps(task() + task().replace('id: wound', 'id: «wound')))],
  ['name-twice', 'a step and a role', aSop(steps(task().replace('id: wound', 'id: «nurse')))],
  ['unknown-step', 'from a step', aSop(steps(task() + message('', 'after: «1 day from wuond\n    at: 09:00')))],
  ['unknown-role', 'by', aSop(steps(task().replace('by: nurse', 'by: «nurs')))],
  ['unknown-role', 'to', aSop(steps(task('    escalate:\n      - { after: 1 hour, to: «boss }\n')))],
  ['unknown-role', 'tell', aSop(steps(task('    missed: «tell boss\n')))],
  ['unknown-role', 'above', aSop({ people: 'people:\n  nurse: { team: a, above: «boss }' })],
  ['unknown-form', 'ask', aSop(steps(task('    ask: «three_question\n')))],
  ['unknown-text', 'text_from', aSop(steps(kind('    message: { text_from: «hello }\n')))],
  ['unknown-thing', 'a system', aSop(steps(kind('    tell_system: { system: «offfice, event: a.b }\n')))],
  ['unknown-thing', 'an attachment', aSop(steps(task().replace('{ by: nurse }', '{ by: nurse, attach: [«calendar] }')))],
  ['unknown-date', 'until', aSop(steps(task().replace('due: 4 hours', 'due: «until operation')))],
  ['unknown-date', 'ends', aSop(steps(message('', 'every: week on Mon\n    at: 09:00\n    ends: «operation')))],
  ['unknown-setting', '$name', aSop(steps(task().replace('due: 4 hours', 'due: «$how_long')))],
  ['setting-required', 'a base', aSop({ more: 'settings:\n  «how_long: required' })],
  ['unknown-sop', 'enroll', aSop(steps(kind('    enroll: { sop: «surgery/wound-chek }\n')))],
  ['unknown-event', 'when', aSop(steps('  - id: a\n    title: 一\n    when: «patient.wrot\n    task: { by: nurse }\n    due: 1 day\n'))],
  ['unknown-event', 'in the start', aSop({ start: 'start:\n  when: [encounter.discharged, «encounter.dischargd]' })],
  ['unknown-use', 'use', aSop({ head: 'sop: surgery/wound-check\ntitle: 一\nuse: [«common/question]' })],
  ['unused-name', 'a fact', aSop({ more: 'facts:\n  «old: patient.age > 70' })],
  // Steps
  ['one-kind', 'two kinds', aSop(steps(task().replace('    due', '    «record: { tag: a }\n    due')))],
  ['one-kind', 'no kind', aSop(steps('  - id: «a\n    title: 一\n    day: 1\n'))],
  ['two-times', 'day and every', aSop(steps(task().replace('at: 09:00', 'at: 09:00\n    «every: day')))],
  ['two-times', 'day and after', aSop(steps(task().replace('at: 09:00', 'at: 09:00\n    «after: 1 day')))],
  ['time-without-base', 'starts', aSop(steps(task().replace('at: 09:00', 'at: 09:00\n    «starts: day 3')))],
  ['at-missing', 'a message on a day', aSop(steps(message('', 'day: 1').replace('id: pain', 'id: «pain')))],
  ['at-missing', 'days after a date', aSop(steps(message('', 'after: 2 days').replace('id: pain', 'id: «pain')))],
  ['mixed-offset', 'hours and at', aSop(steps(task().replace('day: 1\n    at', 'after: 2 hours\n    «at')))],
  [
    'date-has-no-time',
    'hours after a day',
    aSop({ dates: 'dates:\n  day_0: today', ...steps(task().replace('day: 1\n    at: 09:00', 'after: «2 hours from day_0')) }),
  ],
  ['title-missing', 'a task', aSop(steps('  - id: «a\n    task: { by: nurse }\n    due: 1 day\n'))],
  ['by-missing', 'a task', aSop(steps('  - id: a\n    title: 一\n    «task: { urgent: true }\n    due: 1 day\n'))],
  ['due-missing', 'a task', aSop(steps('  - id: «a\n    title: 一\n    task: { by: nurse }\n'))],
  ['due-not-here', 'a message', aSop(steps(asking('    «due: 1 day\n    then:\n      not_answered: go on\n')))],
  ['wait-missing', 'a question', aSop(steps(asking('    then:\n      not_answered: go on\n').replace('id: pain', 'id: «pain')))],
  ['silence-missing', 'a question', aSop(steps(asking('    wait: 8 hours\n').replace('id: pain', 'id: «pain')))],
  ['silence-missing', 'then without it', aSop(steps(asking('    wait: 8 hours\n    «then:\n      answered: go on\n')))],
  ['nobody-above', 'a role on top', aSop(steps(task().replace('by: nurse', 'by: head_nurse').replace('id: wound', 'id: «wound')))],
  [
    'nobody-above',
    'a ladder longer than the people',
    aSop(steps(task('    escalate:\n      - { after: 1 hour, to: above }\n      - { after: 2 hours, to: «above }\n'))),
  ],
  ['not-an-outcome', 'of another kind', aSop(steps(task('    then:\n      «reached: go on\n')))],
  ['bad-then', 'a word', aSop(steps(task('    then:\n      done: «goon\n')))],
  ['question-missing', 'answered without ask', aSop(steps(message('    then:\n      «answered: go on\n')))],
  [
    'repeat-without-end',
    'no at_most',
    aSop(
      steps(
        answered(
          '      answered:\n        - id: again\n          «repeat: { step: pain }\n          then:\n            not_repeated: go on\n',
        ),
      ),
    ),
  ],
  [
    'repeat-elsewhere',
    'a step that did not lead here',
    aSop(
      steps(
        task() +
          answered(
            '      answered:\n        - id: again\n          repeat: { step: «wound, at_most: 2 }\n          then:\n            not_repeated: go on\n',
          ),
      ),
    ),
  ],
  [
    'circular-time',
    'a ring of two',
    aSop(
      steps(
        task().replace('day: 1\n    at: 09:00', 'after: 1 day from other') +
          task().replace('id: wound', 'id: other').replace('day: 1\n    at: 09:00', 'after: «1 day from wound'),
      ),
    ),
  ],
  ['never-reached', 'after the stop', aSop(steps(task().replace('day: 1', 'day: «60')))],
  ['wait-past-end', 'past the stop', aSop(steps(asking('    wait: «until day 60\n    then:\n      not_answered: go on\n')))],
  [
    'remind-too-late',
    'after the wait',
    aSop(steps(asking('    wait: 8 hours\n    remind: «9 hours\n    then:\n      not_answered: go on\n'))),
  ],
  [
    'ladder-order',
    'falling rungs',
    aSop(steps(task('    escalate:\n      - { after: 2 hours, to: head_nurse }\n      - { «after: 1 hour, to: head_nurse }\n'))),
  ],
  [
    'last-step-contacts',
    'a call after the stop',
    aSop({ stop: 'stop:\n  - when: encounter.admitted\n    last:\n      - id: «rung\n        title: 响\n        call: { ring: once }' }),
  ],
  [
    'pause-without-end',
    'no until',
    aSop({ stop: 'stop:\n  - when: encounter.admitted\n    do: «pause\n    wait: 3 days\n    then: resume' }),
  ],
  [
    'link-missing',
    'an offer',
    aSop(
      steps(kind('    appointment:\n      do: offer\n      text: «|\n        请选\n    wait: 1 day\n    then:\n      not_booked: go on\n')),
    ),
  ],
  // Time
  ['short-unit', '30m', aSop(steps(task().replace('due: 4 hours', 'due: «30m')))],
  ['bad-duration', 'no unit', aSop(steps(task().replace('due: 4 hours', 'due: «4')))],
  ['bad-time', '8:30', aSop(steps(task().replace('at: 09:00', 'at: «8:30')))],
  ['bad-rhythm', 'every', aSop(steps(message('', 'every: «Monday\n    at: 09:00')))],
  ['bad-until', 'until', aSop(steps(task().replace('due: 4 hours', 'due: «until day x')))],
  ['at-outside-hours', 'at night', aSop(steps(message('', 'day: 1\n    at: «22:00')))],
  [
    'at-outside-hours',
    'the SOP’s own hours',
    aSop({ more: 'contact:\n  hours: 09:00 to 18:00', ...steps(message('', 'day: 1\n    at: «08:45')) }),
  ],
  ['wider-than-hospital', 'hours', aSop({ more: 'contact:\n  hours: «07:00 to 21:00' })],
  ['wider-than-hospital', 'a cap', aSop({ more: 'contact:\n  at_most: «5 a day' })],
  ['bad-hours', 'over midnight', aSop({ more: 'contact:\n  hours: «21:00 to 08:00' })],
  ['late-overlaps', 'late beside the next', aSop(steps(message('    late: «2 days\n', 'day: 1 to 3\n    at: 09:00')))],
  ['night-due', 'at night', aSop(steps(task().replace('due: 4 hours', 'due: «16 hours')))],
  ['folded-days', 'shifted onto one day', aSop(steps(message('', 'day: [3, 4]\n    at: 09:00\n    shift: «next work day')))],
  ['short-month', 'day 31', aSop(steps(message('', 'every: «month on day 31\n    at: 09:00')))],
  ['calendar-unknown', 'calendar', aSop({ more: 'contact:\n  calendar: «moon' })],
  ['too-often', 'four on one day', aSop(steps(['a', 'b', 'c', '«d'].map((id) => message('').replace('id: pain', `id: ${id}`)).join('')))],
  [
    'no-end',
    'a rhythm without a stop',
    aSop({ stop: '', ...steps(message('', 'every: day\n    at: 09:00')) }).replace('sop: surgery', 'sop: «surgery'),
  ],
  // Texts and questions
  ['text-empty', 'no words', aSop(steps(kind('    message:\n      text: "«"\n')))],
  [
    'language-missing',
    'the second language',
    aSop({ more: 'contact:\n  languages: [zh-CN, en]', ...steps(message('').replace('text', '«text')) }),
  ],
  ['label-missing', 'a question', aSop(steps(task('    ask:\n      «a: { type: yes_no }\n')))],
  ['unknown-question-type', 'type', aSop(steps(task('    ask:\n      a: { label: 一, type: «yesno }\n')))],
  ['options-missing', 'a choice', aSop(steps(task('    ask:\n      «a: { label: 一, type: choice }\n')))],
  ['range-missing', 'a number', aSop(steps(task('    ask:\n      «a: { label: 一, type: number, min: 0 }\n')))],
  [
    'points-count',
    'points',
    aSop(steps(task('    ask:\n      a: { label: 一, type: choice, options: { x: 甲, y: 乙 }, «points: [1] }\n'))),
  ],
  [
    'scored-twice',
    'points and dimension',
    aSop(
      steps(
        task(
          '    ask:\n      a: { label: 一, type: choice, options: { x: 甲 }, points: [1] }\n      b: { label: 二, type: number, min: 1, max: 5, dimension: «care }\n',
        ),
      ),
    ),
  ],
  [
    'old-yaml-word',
    'yes as option',
    aSop(steps(task('    ask:\n      a: { label: 一, type: choice, options: { «yes: 是, "no": 否 } }\n'))),
  ],
  [
    'opens-page',
    'two questions',
    aSop(
      steps(
        message(
          '    «ask:\n      a: { label: 一, type: yes_no }\n      b: { label: 二, type: yes_no }\n    wait: 1 day\n    then:\n      not_answered: go on\n',
        ),
      ),
    ),
  ],
  // People and contact
  ['team-missing', 'a role', aSop({ people: 'people:\n  nurse: { team: a, above: head_nurse }\n  «head_nurse: { above: director }' })],
  ['above-ring', 'a ring', aSop({ people: 'people:\n  nurse: { team: a, above: «head_nurse }\n  head_nurse: { team: b, above: nurse }' })],
  ['unknown-channel', 'via', aSop(steps(message('      via: [«wechatt]\n')))],
  ['urgent-not-care', 'a service message', aSop({ more: 'contact:\n  purpose: service', ...steps(message('      urgent: «true\n')) })],
  ['needs-consent', 'marketing', aSop({ more: 'contact:\n  purpose: «marketing' })],
  // Start, stop, figures
  ['one-start', 'none', aSop({ start: '«start:\n  again: keep' })],
  ['one-start', 'two', aSop({ start: 'start:\n  when: encounter.discharged\n  «once: 2026-03-09\n  at: 02:00' })],
  ['day-0-missing', 'dates', aSop({ dates: '«dates:\n  home: encounter.discharge_date' })],
  ['sweep-without-among', 'every', aSop({ start: 'start:\n  «every: day\n  at: 02:00', dates: 'dates:\n  day_0: today' })],
  ['start-on-death', 'patient.died', aSop({ start: 'start:\n  when: «patient.died', dates: 'dates:\n  day_0: today' })],
  ['one-figure', 'two', aSop({ more: measure('    count: wound.outcome == "done"\n    «average: wound.times\n    clock: day 2') })],
  ['clock-missing', 'a share', aSop({ more: measure('    count: wound.outcome == "done"').replace('share', '«share') })],
  ['bad-target', 'target', aSop({ more: measure('    count: wound.outcome == "done"\n    clock: day 2\n    target: «85%') })],
  ['bad-split', 'split_by', aSop({ more: measure('    count: wound.outcome == "done"\n    clock: day 2\n    split_by: [«colour]') })],
  ['bad-split', 'each', aSop({ more: measure('    each: «wounds\n    count: wound.outcome == "done"\n    clock: day 2') })],
  [
    'clock-early',
    'before the wait is over',
    aSop({
      ...steps(asking('    wait: 3 days\n    then:\n      not_answered: go on\n')),
      more: measure('    count: pain.outcome == "answered"\n    clock: «day 2'),
    }),
  ],
  ['sweep-without-limit', 'every', aSop({ start: 'start:\n  «every: day\n  at: 02:00', dates: 'dates:\n  day_0: today' })],
  ['wrong-type', 'a setting that is a block', aSop({ more: 'settings:\n  «a: { b: 1 }' })],
  [
    'too-large',
    'more steps than anybody reads',
    aSop({ steps: `«steps:\n${Array.from({ length: 401 }, (_, n) => task().replace('wound', `s${n}`)).join('')}` }),
  ],
  // Conditions and texts reach their places
  [
    'may-be-missing',
    'an answer outside its branch',
    aSop(
      steps(
        asking('    wait: 8 hours\n    then:\n      not_answered: go on\n') +
          task('    if: «pain.score > 5\n').replace('day: 1\n', 'day: 2\n'),
      ),
    ),
  ],
  ['text-may-be-empty', 'a name that is not always known', aSop(steps(message('').replace('今天疼吗', '{{ «patient.city }} 今天疼吗')))],
  [
    'sms-long',
    'a long text that may go by SMS',
    aSop(steps(message('').replace('text: |', 'text: «|').replace('今天疼吗', '今天疼吗'.repeat(20)))),
  ],
  [
    'private-in-sms',
    'a reading by SMS',
    aSop(steps(message('').replace('text: |', 'text: «|').replace('今天疼吗', '血糖 {{ latest.glucose | default: "" }}'))),
  ],
  ['use-cycle', 'a SOP that uses itself', aSop({ head: 'sop: surgery/wound-check\ntitle: 一\nuse: [«surgery/wound-check]' })],
  ['unknown-variable', 'a condition', aSop(steps(task('    if: «pacient.age > 70\n')))],
  [
    'not-an-outcome',
    'in a condition',
    aSop(steps(task() + task('    if: wound.outcome == «"answered"\n').replace('id: wound', 'id: other'))),
  ],
  ['not-available-here', 'an event that is not there', aSop(steps(task('    if: «event.words == "a"\n')))],
];

describe('a mistake is told where it is', () => {
  it.each(cases)('%s: %s', (code, _what, file) => {
    expect(file).toContain('«');
    const { text, place } = marked(file);
    const found = mistakesIn(text)
      .filter((one) => one.code === code)
      .map(({ span }) => `${span.line}:${span.column}`);
    expect(
      found,
      mistakesIn(text)
        .map((one) => `${one.span.line}:${one.span.column} ${one.code}`)
        .join('\n'),
    ).toContain(place);
  });

  it('nothing is wrong with the usual file', () => expect(mistakesIn(aSop()).map(({ code }) => code)).toEqual([]));
});

describe('all mistakes at once', () => {
  it('of the shape, the names and the conditions', () => {
    const text = aSop({
      start: 'start:\n  when: encounter.discharged\n  agian: keep',
      ...steps(task('    remnid: 1 hour\n    if: pacient.age > 70\n').replace('due: 4 hours', 'due: 30m').replace('by: nurse', 'by: nurs')),
    });
    expect(
      mistakesIn(text)
        .map(({ code }) => code)
        .sort(),
    ).toEqual(['short-unit', 'unknown-key', 'unknown-key', 'unknown-role', 'unknown-variable']);
  });

  it('a step with a mistake is still a step: nobody is told that it is not there', () => {
    const text = aSop(steps(task('    colour: red\n') + message('', 'after: 1 day from wound\n    at: 09:00')));
    expect(mistakesIn(text).map(({ code }) => code)).toEqual(['unknown-key']);
  });
});

describe('what may be mended by itself', () => {
  it.each([
    ['due: 4 hours', 'due: 30m', '30 minutes'],
    ['at: 09:00', 'at: 8:30', '08:30'],
    ['by: nurse', 'by: nuse', 'nurse'],
    ['id: wound', 'id: wound-check', 'wound_check'],
    ['due: 4 hours', '期限: 4 hours', 'due'],
  ])('%s written as %s becomes %s', (right, wrong, mended) => {
    const [edit] = mistakesIn(aSop(steps(task().replace(right, wrong)))).flatMap(({ edit }) => edit ?? []);
    expect(edit?.text).toBe(mended);
  });
});
