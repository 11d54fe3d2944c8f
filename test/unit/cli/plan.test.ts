import { expect, it, vi } from 'vitest';
import { aFolder, aftercare, asJson } from '../../cli/aftercare.ts';
import type { Checked } from '../../cli/aftercare.ts';
import { compile } from '../../../language/compile/compile.ts';
import { readPlanWish } from '../../../cli/plan-wish.ts';
import { createTerminal } from '../../../cli/terminal.ts';
import { aHouse, shippedFiles } from '../../engine/a-plan.ts';
import type { ListedTouch } from '../../../engine/listing.ts';

type Planned = { start: string; touches: (Omit<ListedTouch, 'at'> & { at: string | null })[] };

vi.setConfig({ testTimeout: 60_000 });

const pci = 'sops/cardiology/pci-discharge.yaml';

it('every touch with its instant, in UTC and on the patient’s clock', async () => {
  const ran = await aftercare(['plan', pci, '--day-0', '2026-11-24', '--format', 'json']);
  expect(ran).toMatchObject({ code: 0, err: '' });
  const answer = asJson<Planned>(ran);
  expect(answer).toMatchObject({ sop: 'cardiology/pci-discharge', zone: 'Asia/Shanghai', day0: '2026-11-24' });
  for (const touch of answer.touches) expect(Object.keys(touch)).toEqual(['step', 'occurrence', 'at', 'local', 'kind', 'to', 'note']);
  const of = (step: string) => answer.touches.filter((touch) => touch.step === step);
  expect(of('pain')).toEqual(
    [1, 2, 3].map((day) => ({
      step: 'pain',
      occurrence: String(day),
      at: `2026-11-${24 + day}T01:00:00.000Z`,
      local: `2026-11-${24 + day} 09:00 Asia/Shanghai`,
      kind: 'message',
      to: 'patient',
      note: '',
    })),
  );
  expect(of('pain_urgent')[0]).toMatchObject({ at: null, local: null, to: 'nurse', note: 'when pain is answered; if pain.score > 5' });
  expect(of('home_call')[0]).toMatchObject({ occurrence: '1', at: '2026-11-26T04:00:00.000Z', note: 'when home is not answered' });
  expect(of('alarm')[0]).toMatchObject({ at: null, note: 'each time patient.alarm or patient.wants_call happens' });
});

it('a patient two hours to the west is reached two hours later; the nurse works by the hospital’s clock', async () => {
  const answer = asJson<Planned>(await aftercare(['plan', pci, '--day-0', '2026-11-24', '--zone', 'Asia/Urumqi', '--format', 'json']));
  const first = (step: string) => answer.touches.find((touch) => touch.step === step);
  expect(first('pain')).toMatchObject({ at: '2026-11-25T03:00:00.000Z', local: '2026-11-25 09:00 Asia/Urumqi' });
  expect(first('video')).toMatchObject({ at: '2026-11-23T07:00:00.000Z', local: '2026-11-23 15:00 Asia/Shanghai' });
});

it('as lines, in Chinese: day, time, step, to whom, and on what it hangs', async () => {
  const { code, out } = await aftercare(['plan', pci, '--day-0', '2026-11-24', '--lang', 'zh']);
  expect(code).toBe(0);
  expect(out).toMatch(/2026-11-25 09:00 +第 1 天 +pain +message +patient/);
  expect(out).toMatch(/— +pain_urgent +task +nurse +pain 有回答时；如果 pain.score > 5/);
});

it('known ten days late: what is past is said to be left out', async () => {
  const answer = asJson<Planned>(
    await aftercare(['plan', pci, '--day-0', '2026-11-24', '--at', '10:00', '--start', '2026-12-04T09:00', '--format', 'json']),
  );
  expect(answer.start).toBe('2026-12-04T01:00:00.000Z');
  expect(answer.touches.find((touch) => touch.step === 'ring')?.note).toBe('past at the start: left out');
  expect(answer.touches.find((touch) => touch.step === 'gift')).toMatchObject({ at: '2026-12-09T02:00:00.000Z', note: '' });
});

it('a rhythm ends where it is told to', async () => {
  const ran = await aftercare([
    'plan',
    'sops/endocrinology/diabetes-care.yaml',
    '--day-0',
    '2026-11-24',
    '--until',
    '2026-12-07',
    '--format',
    'json',
  ]);
  const log = asJson<Planned>(ran).touches.filter((touch) => touch.step === 'log');
  expect(log.map(({ occurrence }) => occurrence)).toEqual(['2026-11-30', '2026-12-07']);
});

it('an SOP with mistakes has no calendar: the mistakes are shown', async () => {
  const folder = aFolder({ 'sops/x/y.yaml': 'sop: x/y\ntitle: y\n' });
  const [text, json] = await Promise.all([
    aftercare(['plan', 'sops/x/y.yaml'], { cwd: folder }),
    aftercare(['plan', 'sops/x/y.yaml', '--format', 'json'], { cwd: folder }),
  ]);
  expect(text.code).toBe(1);
  expect(text.out).toContain('sops/x/y.yaml:1:6 key-missing “start” is missing.');
  const codes = asJson<Checked>(json).diagnostics.map(({ line, column, code, message }) => `${line}:${column} ${code} ${message}`);
  expect(codes).toContain('1:6 key-missing “start” is missing.');
  expect(codes).toEqual([...new Set(codes)]);
});

const plan = compile(pci, shippedFiles()).plan!;
const english = createTerminal({ language: 'en', format: 'text', noColor: true }, { out: process.stdout, err: process.stderr });

it.each([
  [{ day0: '2026-02-30' }, '“2026-02-30” is no day'],
  [{ at: '25:00' }, '“25:00” is no time of day'],
  [{ start: 'tomorrow' }, '“tomorrow” is no moment'],
  [{ zone: 'Mars/Olympus' }, 'There is no time zone “Mars/Olympus”'],
  [{ date: ['visit=2026-12-01'] }, 'The SOP has no date “visit”'],
  [{ date: ['visit'] }, '“visit” is not NAME=VALUE'],
  [{ until: '9999-12-31' }, '--until may lie 10 years after day 0 at most'],
])('what cannot be read is said: %j', (options, sentence) => {
  expect(() => readPlanWish(plan, aHouse(), options, english)).toThrow(sentence);
});

it('what cannot be read: exit code 2', async () => {
  const ran = await aftercare(['plan', pci, '--day-0', '2026-02-30']);
  expect(ran).toEqual({ code: 2, out: '', err: 'aftercare: “2026-02-30” is no day. Write for example 2026-11-24.\n' });
});

it('a library is no SOP', async () => {
  expect(await aftercare(['plan', 'sops/hospital.yaml'])).toEqual({
    code: 2,
    out: '',
    err: 'aftercare: sops/hospital.yaml is no SOP: it begins with “library:”.\n',
  });
});
