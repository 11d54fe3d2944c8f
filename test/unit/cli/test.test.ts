import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { aFolder, aftercare, asJson, projectRoot } from '../../cli/aftercare.ts';

type Tested = { files: { cases: { case: string }[] }[]; diagnostics: unknown[] };

vi.setConfig({ testTimeout: 60_000 });

/** A copy of the SOPs in which one expectation is another. */
function changed(sop: string, from: string, to: string): string {
  const folder = aFolder({});
  cpSync(join(projectRoot, 'sops'), join(folder, 'sops'), { recursive: true });
  const file = join(folder, `sops/${sop}.test.yaml`);
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
  return folder;
}

it('the cases of an SOP, by its own name', async () => {
  const { code, out } = await aftercare(['test', 'sops/activation/caring-call.yaml']);
  expect(code).toBe(0);
  expect(out).toMatch(/✓ sops\/activation\/caring-call\.test\.yaml {2}1 case {2}\d+ ms\n1 cases, 0 failed/);
});

it('a case that fails: what was expected beside what came, with its place', async () => {
  const cwd = changed('activation/caring-call', '2026-03-16 10:00, by: caller', '2026-03-17 10:00, by: caller');
  const { code, out } = await aftercare(['test', 'sops/activation'], { cwd });
  expect(code).toBe(1);
  expect(out).toContain('✗ 周六转来，下周一上午打');
  expect(out).toMatch(
    /sops\/activation\/caring-call\.test\.yaml:9:\d+\n +expected {2}caring 2026-03-17 10:00 by caller\n +actual {4}2026-03-16 10:00 .*by caller/,
  );
});

it('as JSON', async () => {
  const cwd = changed('activation/caring-call', 'told: service_head', 'told: director');
  const ran = await aftercare(['test', 'sops/activation/caring-call.test.yaml', '--format', 'json'], { cwd });
  expect(ran.code).toBe(1);
  const { files, diagnostics } = asJson<Tested>(ran);
  expect(diagnostics).toEqual([]);
  expect(files).toEqual([
    {
      file: 'sops/activation/caring-call.test.yaml',
      sop: 'activation/caring-call',
      cases: [
        {
          case: '周六转来，下周一上午打',
          line: 5,
          passed: false,
          tookMs: expect.any(Number),
          deviations: [
            {
              line: 10,
              column: expect.any(Number),
              expected: expect.stringContaining('director'),
              actual: expect.stringContaining('service_head'),
            },
          ],
        },
      ],
    },
  ]);
});

it('one case, by number or by words; none: exit code 2', async () => {
  const [number, words, none] = await Promise.all([
    aftercare(['test', 'sops/cardiology/pci-discharge.yaml', '--case', '2', '--format', 'json']),
    aftercare(['test', 'sops/cardiology/pci-discharge.yaml', '--case', '去世', '--format', 'json']),
    aftercare(['test', 'sops/cardiology/pci-discharge.yaml', '--case', '中彩票']),
  ]);
  expect(asJson<Tested>(number).files[0]?.cases.map((one) => one.case)).toEqual(['伤口照片没回，第二天中午打电话']);
  expect(asJson<Tested>(words).files[0]?.cases.map((one) => one.case)).toEqual(['第 5 天去世：全部停止，什么都不再发']);
  expect(none).toEqual({ code: 2, out: '', err: 'aftercare: No case is called “中彩票”.\n' });
});

it('mistakes in a test file are shown as check shows them', async () => {
  const cwd = changed('activation/caring-call', 'step: caring, at', 'step: carring, at');
  const { code, out } = await aftercare(['test', 'sops/activation/caring-call.yaml'], { cwd });
  expect(code).toBe(1);
  expect(out).toContain('test-unknown');
});
