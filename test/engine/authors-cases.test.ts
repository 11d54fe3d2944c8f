/** The cases that stand beside the SOPs, lived through in memory: one test per case. The same cases run on the real engine. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../language/compile/compile.ts';
import { createJudge } from '../../language/judge.ts';
import { deviations } from '../../language/test-file/course.ts';
import { readTests } from '../../language/test-file/read.ts';
import { runCase } from '../../language/test-file/run.ts';
import { houseRules } from '../../language/compile/house.ts';
import { shippedFiles } from './a-plan.ts';
import { carriers } from './a-life.ts';

const sops = ['cardiology/pci-discharge', 'endocrinology/diabetes-care', 'service/complaint', 'activation/caring-call'];
const files = shippedFiles();
const house = houseRules(files, { hospital: { name: '市一院', phone: '0571-0000' } });

const planOf = (sop: string) => {
  const { plan, diagnostics } = compile(`sops/${sop}.yaml`, files);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return plan!;
};

const plans = new Map(
  files
    .map(({ path }) => path.slice(5, -5))
    .filter((sop) => sops.includes(sop))
    .map((sop) => [sop, planOf(sop)]),
);

describe.each(sops)('%s', (sop) => {
  const file = files.find(({ path }) => path === `sops/${sop}.test.yaml`)!;
  const { tests } = readTests(file, files);
  it.each(tests!.cases.map((one) => ({ name: one.case, one })))('$name', ({ one }) => {
    const setting = { plan: plans.get(sop)!, house, judge: createJudge(), carriers, planOf: (name: string) => plans.get(name) };
    expect(deviations(one, runCase(one, tests!, setting))).toEqual([]);
  });
});
