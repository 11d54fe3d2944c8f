/** From what was sent to a course: files compiled, the case found, lived through, and said in words of the contract. */
import { compile } from '../../language/compile/compile.ts';
import { houseRules } from '../../language/compile/house.ts';
import type { Diagnostic } from '../../language/diagnostic.ts';
import type { SourceFile } from '../../language/node.ts';
import { deviations } from '../../language/test-file/course.ts';
import type { Course, Deviation } from '../../language/test-file/course.ts';
import type { TestCase, TestFile } from '../../language/test-file/model.ts';
import { readTests } from '../../language/test-file/read.ts';
import type { Instant, Plan, Step } from '../../engine/plan.ts';
import { rehearse } from './rehearse.ts';
import type { RehearsalDeps } from './rehearse.ts';

export type SentFile = { path: string; text: string };
export type Request = { sop: string; files: SentFile[]; tests: SentFile; case: number };

/** The mistakes of the author, all at once; nothing was run. */
export class NotReady extends Error {
  readonly diagnostics: Diagnostic[];
  constructor(diagnostics: Diagnostic[]) {
    super('the files have mistakes');
    this.diagnostics = diagnostics;
  }
}
export class NoSuchCase extends Error {}

export type Rehearsed = ReturnType<typeof shown>;

export async function rehearseRequest(around: RehearsalDeps, request: Request): Promise<Rehearsed> {
  const from = around.deps.clock.now();
  const files = request.files.map(source);
  const read = readTests(source(request.tests), files);
  const compiled = compile(request.sop, files, read.tests?.settings);
  const errors = [...compiled.diagnostics, ...read.diagnostics].filter(({ severity }) => severity === 'error');
  if (!compiled.plan || !read.tests || errors.length > 0) throw new NotReady(errors);
  const one = read.tests.cases[request.case];
  if (!one) throw new NoSuchCase(`There is no case ${request.case}.`);
  const course = await run(around, { plan: compiled.plan, one, file: read.tests, files, texts: request.files });
  return shown(compiled.plan, course, deviations(one, course), around.deps.clock.now() - from);
}

type Run = { plan: Plan; one: TestCase; file: TestFile; files: SourceFile[]; texts: SentFile[] };

function run(around: RehearsalDeps, { plan, one, file, files, texts }: Run): Promise<Course> {
  const house = houseRules(files, { hospital: { name: '彩排', phone: '' } }, plan.sop.split('/')[0]);
  const others = plan.steps
    .flatMap((step) => (step.act.kind === 'enroll' ? [compile(step.act.sop, files).plan] : []))
    .filter((other): other is Plan => other !== undefined && other.sop !== plan.sop);
  const libraries = texts.filter(({ text }) => /^(library|calendar):/m.test(text));
  return rehearse(around, { one, file, plan, others, house, libraries });
}

function source({ path, text }: SentFile): SourceFile {
  return { path, bytes: new TextEncoder().encode(text) };
}

const iso = (at: Instant | undefined): string | null => (at === undefined ? null : new Date(at).toISOString());

function shown(plan: Plan, course: Course, deviating: Deviation[], tookMs: number) {
  const steps = new Map(plan.steps.map((step) => [step.id, step]));
  return {
    enrolled: course.enrolled,
    why: course.why ?? null,
    zone: course.zone,
    dayZero: course.dayZero ?? null,
    touches: course.touches.map((touch) => ({
      step: touch.step,
      occurrence: touch.occurrence,
      kind: steps.get(touch.step)?.kind ?? ('task' as const),
      title: titleOf(steps.get(touch.step)),
      target: iso(touch.target),
      madeAt: iso(touch.madeAt),
      endedAt: iso(touch.endedAt),
      outcome: touch.outcome ?? null,
      reason: touch.reason ?? null,
      role: touch.role ?? null,
      channel: touch.channel ?? null,
    })),
    told: course.told.map(({ step, role, at }) => ({ step, role, at: new Date(at).toISOString() })),
    figures: course.figures,
    deviations: deviating,
    tookMs,
  };
}

function titleOf(step: Step | undefined): string | null {
  if (step?.title?.kind !== 'words') return null;
  const pieces = Object.values(step.title.in)[0] ?? [];
  return pieces
    .map((piece) => (typeof piece === 'string' ? piece : '…'))
    .join('')
    .trim();
}
