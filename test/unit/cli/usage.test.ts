import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { aFolder, aftercare, asJson, projectRoot } from '../../cli/aftercare.ts';
import type { Checked } from '../../cli/aftercare.ts';

vi.setConfig({ testTimeout: 60_000 });

const commands = ['check', 'plan', 'test', 'rehearse', 'publish', 'event', 'enroll', 'status'];

it('help lists the commands, the exit codes and examples, in the language asked for', async () => {
  const [en, zh] = await Promise.all([aftercare(['--help']), aftercare(['--help', '--lang', 'zh'])]);
  expect([en.code, zh.code, en.err, zh.err]).toEqual([0, 0, '', '']);
  for (const command of commands) {
    expect(en.out).toMatch(new RegExp(`^  ${command} +[a-z]`, 'm'));
    expect(zh.out).toMatch(new RegExp(`^  ${command} +.*[\\u4e00-\\u9fff]`, 'm'));
  }
  expect(en.out).toContain('Exit codes:\n  0  all is well');
  expect(zh.out).toContain('退出码：\n  0  一切正常');
});

it.each(commands)('%s --help has examples that begin with the command', async (command) => {
  const { code, out } = await aftercare([command, '--help']);
  expect(code).toBe(0);
  expect(out).toContain(`$ npx aftercare ${command}`);
});

it.each([
  [['fly'], 'unknown command'],
  [['check', '--fromat', 'json'], 'Did you mean --format?'],
  [['check', '--format', 'xml'], 'Allowed choices are text, json'],
  [['plan'], 'missing required argument'],
  [['enroll', 'activation/caring-call', '--url', 'http://127.0.0.1:1', '--key', 'k'], 'Which patient? Write --patient ID.'],
  [['event', '--url', 'http://127.0.0.1:1', '--key', 'k'], 'Which event?'],
  [['status', '--url', 'here', '--key', 'k'], '“here” is no address'],
  [['status', '--url', 'http://127.0.0.1:1'], 'wants an API key'],
  [
    ['event', 'encounter.visited', '--patient', 'P1', '--object', 'ward=3', '--url', 'http://127.0.0.1:1', '--key', 'k'],
    '“ward” is no field of what an event brings',
  ],
])('a command line that cannot be understood: one sentence, exit code 2: %s', async (args, sentence) => {
  const ran = await aftercare(args);
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toContain(sentence);
  expect(ran.err).not.toContain('    at ');
});

it('the same in Chinese', async () => {
  const { code, err } = await aftercare(['check', '--fromat', 'json'], { env: {} });
  expect([code, err]).toEqual([2, 'aftercare: 没有选项 --fromat。是想写 --format 吗？（--help 有说明）\n']);
});

it.each(commands.slice(3))('%s without a server: exit code 3, and what to do', async (command) => {
  const args: Record<string, string[]> = {
    rehearse: ['sops/activation/caring-call.yaml'],
    publish: ['sops/activation/caring-call.yaml'],
    event: ['patient.died', '--patient', 'P1'],
    enroll: ['activation/caring-call', '--patient', 'P1'],
    status: [],
  };
  const ran = await aftercare([command, ...(args[command] ?? []), '--url', 'http://127.0.0.1:1', '--key', 'k']);
  expect(ran).toMatchObject({ code: 3, out: '' });
  expect(ran.err).toMatch(
    /^aftercare: The server at http:\/\/127\.0\.0\.1:1 cannot be reached \(.+\)\. Is it running\? `npm start` starts it\.\n$/,
  );
});

it('on a clone whose packages are not there yet: one sentence that says how to get them', async () => {
  const folder = aFolder({ 'cli/aftercare.mjs': readFileSync(join(projectRoot, 'cli/aftercare.mjs')) });
  const ran = await aftercare(['check'], { launcher: join(folder, 'cli/aftercare.mjs') });
  expect(ran).toEqual({ code: 2, out: '', err: 'The packages are not there yet: `npm ci` fetches them.\n' });
});

it('what a rehearsal is told is checked before the server is asked', async () => {
  const sop = 'sops/cardiology/pci-discharge.yaml';
  const [step, moment, nothing] = await Promise.all([
    aftercare(['rehearse', sop, '--answer', 'day 1 09:20 pian.score=7', '--url', 'http://127.0.0.1:1', '--key', 'k', '--format', 'json']),
    aftercare(['rehearse', sop, '--says', 'tomorrow: hello']),
    aftercare(['rehearse', 'mine.yaml'], { cwd: aFolder({ 'mine.yaml': small }) }),
  ]);
  expect(step.code).toBe(1);
  expect(asJson<Checked>(step).diagnostics).toMatchObject([{ code: 'test-unknown', message: expect.stringContaining('pian') }]);
  expect(moment).toMatchObject({ code: 2, err: expect.stringContaining('Write for example --says "day 2 15:00 能洗澡吗".') });
  expect(nothing).toMatchObject({ code: 2, err: expect.stringContaining('How does it begin?') });
});

const small =
  'sop: ward/small\ntitle: t\nstart: { when: encounter.discharged }\ndates: { day_0: encounter.discharge_date }\nstop: [{ day: 5 }]\nsteps:\n  - id: hello\n    day: 1\n    at: 09:00\n    message:\n      text: |\n        hello\n';
