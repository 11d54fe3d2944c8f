/** `rehearse` and `test --real` as child processes, on the real engine: server, worker, Temporal, PostgreSQL and the sandbox. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Rehearsed } from '../../cli/rehearsal.ts';
import { hospitalThere, ownKeyThere } from '../../server/boot/hospital.ts';
import { startWorld } from '../e2e/world.ts';
import type { World } from '../e2e/world.ts';
import { aFolder, aftercare, asJson, projectRoot } from './aftercare.ts';
import type { How, Ran } from './aftercare.ts';

const apiKey = 'a-key-for-tests-0123456789';
const pci = 'sops/cardiology/pci-discharge.yaml';
let world: World;
beforeAll(async () => {
  world = await startWorld();
  await hospitalThere(world.deps);
  await ownKeyThere(world.deps, apiKey);
});
afterAll(() => world.stop());

const ask = (args: string[], how: How = {}): Promise<Ran> =>
  aftercare(args, { ...how, env: { LANG: 'en_US.UTF-8', AFTERCARE_URL: world.settings.PUBLIC_URL, AFTERCARE_API_KEY: apiKey } });

describe('rehearse', () => {
  it('30 days of silence: every touch with its outcome, who was told, and the time it took', async () => {
    const { code, out, err } = await ask(['rehearse', pci]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/2026-03-12 09:00 +day 1 +message +pain +\S+ +not answered \(silence\)/);
    expect(out).toMatch(/2026-03-14 18:00 +day 3 +told +three_questions_call +head_nurse is told/);
    expect(out).toMatch(/cardiology\/pci-discharge: \d+ touches in \d+\.\d s/);
  });

  it('what the patient and the staff do on the command line happens, for the patient that is described', async () => {
    const said = [
      '--patient',
      'name=李明',
      '--patient',
      'age=70',
      '--answer',
      'day 1 09:20 pain.score=7',
      '--says',
      'day 2 15:00 能洗澡吗',
    ];
    const happened = [
      '--done',
      'day -1 16:00 video.sent=yes,video.wechat_added=no',
      '--event',
      'day 7 14:00 encounter.visited department=cardiology',
    ];
    const ran = await ask(['rehearse', pci, ...said, ...happened, '--until', 'day 8 00:00', '--format', 'json']);
    expect(ran.code).toBe(0);
    const { touches, told, dayZero } = asJson<Rehearsed>(ran);
    expect(dayZero).toBe('2026-03-11T03:00:00.000Z');
    // The engine's minute: what goes over a carrier takes some thousandths of a second.
    const minute = (moment: string | null) => moment?.slice(0, 16);
    const of = (step: string) =>
      touches.filter((touch) => touch.step === step).map((touch) => ({ ...touch, madeAt: minute(touch.madeAt) }));
    expect(of('video')).toMatchObject([{ outcome: 'done' }]);
    expect(of('not_added')).toMatchObject([{ madeAt: '2026-03-11T02:00', kind: 'call', role: 'nurse' }]);
    expect(of('pain')[0]).toMatchObject({ occurrence: '1', outcome: 'answered' });
    expect(of('pain_urgent')).toMatchObject([{ madeAt: '2026-03-12T01:20', role: 'nurse' }]);
    expect(of('reply')).toMatchObject([{ madeAt: '2026-03-13T07:00' }]);
    expect(of('revisit')).toMatchObject([{ outcome: 'happened' }]);
    expect(told.map(({ step, role, at }) => `${step} ${role} ${minute(at)}`)).toContain('pain_urgent doctor 2026-03-12T01:50');
  });

  it('a start of one’s own, and a script', async () => {
    const folder = aFolder({ 'script.yaml': '- { at: day 2 08:40, event: encounter.visited }\n' });
    const start = ['--start', 'enrollment.requested', '--at', '2026-03-14 09:00', '--script', join(folder, 'script.yaml')];
    const ran = await ask(['rehearse', 'sops/activation/caring-call.yaml', ...start, '--format', 'json']);
    expect(ran.code).toBe(0);
    expect(asJson<Rehearsed>(ran).touches).toMatchObject([{ step: 'caring', outcome: 'cancelled', reason: 'stopped' }]);
  });

  it('whoever is not taken in, and why', async () => {
    const ran = await ask(['rehearse', pci, '--object', 'encounter.procedures=37.22']);
    expect(ran.code).toBe(0);
    expect(ran.out).toMatch(/^cardiology\/pci-discharge: the patient was not taken in \(condition not met\), \d+\.\d s\n$/);
  });

  it('an answer to a step that is not there: said, exit code 1', async () => {
    const start = ['--start', 'enrollment.requested', '--at', '2026-03-14 09:00'];
    const { code, out } = await ask(['rehearse', 'sops/activation/caring-call.yaml', ...start, '--done', 'day 0 10:00 caring']);
    expect(code).toBe(1);
    expect(out).toMatch(/✗ what was asked for\n +expected {2}caring is there to be played\n +actual {4}2026-03-16 10:00/);
  });

  it('a case that comes out otherwise: expected and actual, exit code 1', async () => {
    const folder = aFolder({});
    cpSync(join(projectRoot, 'sops'), join(folder, 'sops'), { recursive: true });
    const tests = join(folder, 'sops/activation/caring-call.test.yaml');
    writeFileSync(tests, readFileSync(tests, 'utf8').replace('at: 2026-03-16 10:00', 'at: 2026-03-17 10:00'));
    const { code, out } = await ask(['rehearse', 'sops/activation/caring-call.yaml', '--case', '周六'], { cwd: folder });
    expect(code).toBe(1);
    expect(out).toMatch(
      /✗ sops\/activation\/caring-call\.test\.yaml:9:\d+\n +expected {2}caring 2026-03-17 10:00 by caller\n +actual {4}2026-03-16 10:00/,
    );
  });
});

it('test --real: the cases on the real engine; those that take the system down in memory only', async () => {
  const wish = ['test', '--real', pci, '--case', '系统停', '--format', 'json'];
  const [down, up] = await Promise.all([ask(wish), ask(['test', '--real', 'sops/service/complaint.yaml', '--case', '1'])]);
  type Results = { files: { cases: { passed: boolean; skipped?: string }[] }[] };
  expect(asJson<Results>(down).files[0]?.cases).toMatchObject([
    { passed: true, skipped: 'takes the system down: in memory only' },
    { passed: true, skipped: 'takes the system down: in memory only' },
  ]);
  expect(up).toMatchObject({ code: 0, err: '' });
  expect(up.out).toContain('1 cases, 0 failed');
});
