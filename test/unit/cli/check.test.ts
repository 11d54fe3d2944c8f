import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { aFolder, aftercare, asJson, projectRoot } from '../../cli/aftercare.ts';
import type { Checked } from '../../cli/aftercare.ts';

vi.setConfig({ testTimeout: 60_000 });

const wound = `sop: surgery/wound-check
title: 术后伤口随访
start:
  when: encounter.discharged
dates:
  day_0: encounter.discharge_date
people:
  nurse: { team: surgery-nurses, above: head_nurse }
  head_nurse: { team: surgery-head-nurse }
stop:
  - day: 50
steps:
  - id: wound
    title: 看伤口
    day: 1
    at: 09:00
    task: { by: nurse }
    due: 4 hours
`;
const mistaken = wound.replace('title: 术后伤口随访', 'title：术后伤口随访').replace('by: nurse', 'by: nurze').replace('4 hours', '4h');

it('the four SOPs that ship, and all they stand on, have no mistakes', async () => {
  const four = ['cardiology/pci-discharge', 'endocrinology/diabetes-care', 'service/complaint', 'activation/caring-call'];
  const ran = await aftercare(['check', ...four.map((sop) => `sops/${sop}.yaml`), 'sops/hospital.yaml', 'sops/common', 'sops/calendars']);
  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(ran.out).toContain('7 files: no errors');
});

it('every mistake at once, each with place, code, message, caret and mend', async () => {
  const folder = aFolder({ 'sops/surgery/wound-check.yaml': mistaken });
  const { code, out } = await aftercare(['check'], { cwd: folder });
  expect(code).toBe(1);
  expect(out).toContain('sops/surgery/wound-check.yaml:2:6 full-width-colon');
  expect(out).toContain('sops/surgery/wound-check.yaml:17:17 unknown-role');
  expect(out).toContain('sops/surgery/wound-check.yaml:18:10 short-unit');
  expect(out).toContain('    task: { by: nurze }\n                  ^~~~~');
  expect(out).toMatch(/→ .+/);
  expect(out).toContain('1 file: 3 errors');
});

it('the same in Chinese, where nobody asks for English', async () => {
  const folder = aFolder({ 'sops/surgery/wound-check.yaml': mistaken });
  const { out } = await aftercare(['check'], { cwd: folder, env: {} });
  expect(out).toContain('“title”后面是中文冒号“：”');
  expect(out).toContain('1 个文件：3 个错误');
});

it('as JSON: exactly these keys', async () => {
  const folder = aFolder({ 'sops/surgery/wound-check.yaml': mistaken });
  const ran = await aftercare(['check', '--format', 'json', '--lang', 'zh'], { cwd: folder });
  expect(ran.code).toBe(1);
  const answer = asJson<Checked>(ran);
  expect(Object.keys(answer)).toEqual(['diagnostics']);
  const keys = ['file', 'line', 'column', 'endLine', 'endColumn', 'code', 'severity', 'message', 'mend'];
  for (const one of answer.diagnostics) expect(Object.keys(one)).toEqual(keys);
  expect(answer.diagnostics.map(({ line, column, code }) => `${line}:${column} ${code}`)).toEqual([
    '2:6 full-width-colon',
    '17:17 unknown-role',
    '18:10 short-unit',
  ]);
});

it('nothing wrong, as JSON: an empty list', async () => {
  const folder = aFolder({
    'sops/surgery/wound-check.yaml': wound,
    'sops/hospital.yaml': readFileSync(join(projectRoot, 'sops/hospital.yaml')),
    'sops/calendars/cn.yaml': readFileSync(join(projectRoot, 'sops/calendars/cn.yaml')),
  });
  const ran = await aftercare(['check', '--format', 'json', 'sops/surgery/wound-check.yaml'], { cwd: folder });
  expect([ran.code, asJson<Checked>(ran)]).toEqual([0, { diagnostics: [] }]);
});

it('a file outside any folder of SOPs is checked with the libraries that ship', async () => {
  const folder = aFolder({
    'mine.yaml': wound
      .replace('title: 术后伤口随访', 'title: 术后伤口随访\nuse: [common/questions]')
      .replace('due: 4 hours', 'due: 4 hours\n    ask: three_questions'),
  });
  expect(await aftercare(['check', 'mine.yaml'], { cwd: folder })).toMatchObject({ code: 0, err: '' });
});

it('standard input has the name it is given, and the folder that goes with it', async () => {
  const input = wound.replace('sop: surgery/wound-check', 'sop: surgery/other');
  const { code, out } = await aftercare(['check', '-', '--path', 'sops/surgery/wound-check.yaml'], { input });
  expect(code).toBe(1);
  expect(out).toContain('sops/surgery/wound-check.yaml:1:6 sop-path');
});

const hostile: Record<string, string | Uint8Array> = {
  'no text at all': new Uint8Array([0, 255, 254, 1, 2, 0, 200]),
  'Chinese in GBK': new Uint8Array([...new TextEncoder().encode('sop: a/b\ntitle: '), 0xd6, 0xd0, 0xce, 0xc4]),
  'a bomb of aliases': `a: &a [x]\n${Array.from({ length: 40 }, (_, i) => `b${i}: &b${i} [*${i === 0 ? 'a' : `b${i - 1}`}, *${i === 0 ? 'a' : `b${i - 1}`}]`).join('\n')}`,
  'a thousand levels': '{a: '.repeat(1000),
  'an expression without end': wound.replace('task:', `if: ${'('.repeat(50_000)}\n    task:`),
  'a name of objects': '__proto__: { x: 1 }\nconstructor: 1\nsop: toString\n',
  'ten megabytes': 'x'.repeat(10 * 1024 * 1024),
  nothing: '',
};
it('hostile bytes have mistakes like any other file', async () => {
  const folder = aFolder(Object.fromEntries(Object.entries(hostile).map(([name, bytes]) => [`sops/x/${name}.yaml`, bytes])));
  const ran = await aftercare(['check', '--format', 'json'], { cwd: folder });
  expect(ran).toMatchObject({ code: 1, err: '' });
  const mistaken = new Set(asJson<Checked>(ran).diagnostics.map(({ file }) => file));
  expect([...mistaken].sort()).toEqual(
    Object.keys(hostile)
      .map((name) => `sops/x/${name}.yaml`)
      .sort(),
  );
});

it('a device without end is no file to read to its end', async () => {
  const { code, out } = await aftercare(['check', '/dev/zero']);
  expect(code).toBe(1);
  expect(out).toContain('/dev/zero:1:1 too-large');
});

it('whoever reads may stop reading', async () => {
  const piped = await new Promise<{ code: number; err: string }>((resolve) => {
    execFile(
      'bash',
      ['-c', `set -o pipefail; "${process.execPath}" cli/aftercare.mjs check sops | head -1`],
      { cwd: projectRoot },
      (error, _out, err) => resolve({ code: error ? Number(error.code) : 0, err }),
    );
  });
  expect(piped.err).toBe('');
  expect([0, 1]).toContain(piped.code);
});

it('a file that is not there, a folder without files, a folder that is not there: one sentence, exit code 2', async () => {
  const folder = aFolder({ 'empty/readme.md': '' });
  const [missing, empty, none] = await Promise.all([
    aftercare(['check', 'no.yaml'], { cwd: folder }),
    aftercare(['check', 'empty'], { cwd: folder }),
    aftercare(['check'], { cwd: folder }),
  ]);
  expect(missing).toEqual({ code: 2, out: '', err: 'aftercare: There is no file or folder no.yaml.\n' });
  expect(empty).toEqual({ code: 2, out: '', err: 'aftercare: There is no .yaml file in empty.\n' });
  expect(none).toEqual({ code: 2, out: '', err: 'aftercare: There is no folder sops/ here. Name a file or a folder.\n' });
});
