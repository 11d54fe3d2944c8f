/** Laws of compiling (style.md). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../engine/plan.ts';
import { check } from '../../../language/check.ts';
import { compile } from '../../../language/compile/compile.ts';
import type { SourceFile } from '../../../language/node.ts';
import { aFile, aSop, shipped } from '../sop-files.ts';

const compiled = (text: string): Plan => compile('surgery/wound-check', [aFile('sops/surgery/wound-check.yaml', text), ...shipped]).plan!;
const textOf = (file: SourceFile) => new TextDecoder().decode(file.bytes);
const sops = shipped.filter(({ path }) => !path.includes('.test.'));

describe('the hash', () => {
  const base = compiled(aSop());
  const same = (text: string) => expect(compiled(text).hash).toBe(base.hash);
  const other = (text: string) => expect(compiled(text).hash).not.toBe(base.hash);

  it('is SHA-256', () => expect(base.hash).toMatch(/^[0-9a-f]{64}$/));
  it('is not moved by remarks and empty lines', () => same(`# 说明\n\n${aSop().replace('steps:', '# 步骤\n\nsteps:')}`));
  it('is not moved by the order of keys', () => {
    same(aSop({ steps: 'steps:\n  - id: wound\n    at: 09:00\n    due: 4 hours\n    task: { by: nurse }\n    day: 1\n    title: 看伤口' }));
    same(aSop({ people: 'people:\n  head_nurse: { team: surgery-head-nurse }\n  nurse: { above: head_nurse, team: surgery-nurses }' }));
  });
  it('is not moved by how it is typed', () => same(aSop().replace('task: { by: nurse }', 'task:\n      by: nurse')));
  it('is moved by a word', () => other(aSop().replace('看伤口', '看一眼伤口')));
  it('is moved by the order of steps', () => {
    const step = (id: string) => `  - id: ${id}\n    title: 一\n    task: { by: nurse }\n    due: 1 day\n`;
    const [a, b] = [step('a'), step('b')];
    expect(compiled(aSop({ steps: `steps:\n${a}${b}` })).hash).not.toBe(compiled(aSop({ steps: `steps:\n${b}${a}` })).hash);
  });
  it('is moved by a role called “line”, which is no place in a file', () => {
    const people = (team: string) => aSop({ people: `people:\n  nurse: { team: a, above: line }\n  line: { team: ${team} }` });
    expect(compiled(people('b')).hash).not.toBe(compiled(people('c')).hash);
  });
});

describe('a plan', () => {
  const plans = sops.flatMap(({ path }) => compile(path, shipped).plan ?? []);

  it('is frozen to its depth', () => {
    const open: string[] = [];
    const walk = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      if (!Object.isFrozen(value)) open.push(path);
      for (const [key, inside] of Object.entries(value)) walk(inside, `${path}.${key}`);
    };
    for (const plan of plans) walk(plan, plan.sop);
    expect(plans.length).toBeGreaterThanOrEqual(10);
    expect(open).toEqual([]);
  });

  it('has no dangling reference', () => {
    for (const plan of plans) expect(dangling(plan), plan.sop).toEqual([]);
  });

  it('is plain JSON', () => {
    for (const plan of plans) expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });
});

/** Roles that the hospital keeps live. */
const houseRoles = ['service', 'service_head', 'director'];

/** Every name in the plan that is meant to be found in it and is not. */
function dangling(plan: Plan): string[] {
  const ids = new Set(plan.steps.map(({ id }) => id));
  const roles = new Set([...Object.keys(plan.people), ...houseRoles]);
  const lost: string[] = [];
  const need = (known: Iterable<string> | ReadonlySet<string>, name: string | undefined, what: string) => {
    if (name !== undefined && !new Set(known).has(name)) lost.push(`${what} ${name}`);
  };
  const walk = (value: unknown, key: string): void => {
    if (typeof value !== 'object' || value === null) return;
    const at = value as Record<string, unknown>;
    if (at.kind === 'date' && typeof at.date === 'string') need(Object.keys(plan.dates), at.date, 'date');
    if (at.kind === 'step' && typeof at.step === 'string') need(ids, at.step, 'step');
    if (at.kind === 'repeat') need(ids, at.step as string, 'repeat');
    if (typeof at.tell === 'string') need(roles, at.tell, 'tell');
    if (key === 'rungs') for (const { to } of value as { to: unknown }[]) if (typeof to === 'string') need(roles, to, 'to');
    if (key === 'by' && Array.isArray(value)) for (const role of value as string[]) need(roles, role, 'by');
    if (key === 'uses') for (const name of value as string[]) if (name in plan.facts) need(Object.keys(plan.facts), name, 'fact');
    for (const [inner, inside] of Object.entries(value)) walk(inside, inner);
  };
  walk(plan, '');
  for (const step of plan.steps) {
    need(ids, step.parent?.step, 'parent');
    for (const next of Object.values(step.next).flat()) need(ids, next, 'next');
    for (const next of Object.entries(step.next))
      for (const id of next[1]) if (plan.steps.find((one) => one.id === id)?.parent?.outcome !== next[0]) lost.push(`outcome of ${id}`);
  }
  for (const { above } of Object.values(plan.people)) need(roles, above, 'above');
  for (const { each } of plan.measures) if (typeof each === 'object') need(ids, each.step, 'each');
  return lost;
}

describe('check and compile never throw, whatever the bytes', () => {
  const libraries = shipped.filter(({ path }) => /(hospital|cn|questions|segments|texts|caring-call)\.yaml$/.test(path));
  const survives = (file: SourceFile): boolean => {
    const others = libraries.filter(({ path }) => path !== file.path);
    const { diagnostics } = check([file], { library: others });
    const { plan, diagnostics: told } = compile(file.path, [file, ...others]);
    const wrong = told.some(({ severity }) => severity === 'error');
    const inside = diagnostics.every(({ span, file: path }) => path === file.path && span.line >= 1 && span.column >= 1);
    // A plan is made exactly when nothing is wrong.
    return inside && (plan !== undefined) === !wrong;
  };

  const lines = fc.constantFrom(...shipped).chain((file) => {
    const all = textOf(file).split('\n');
    const at = fc.nat({ max: all.length - 1 });
    const word = fc.constantFrom(
      '',
      '  - id: x',
      'steps:',
      '    then:',
      '  day: 1',
      '    at: 09:00',
      '{',
      '[',
      '$x',
      'null',
      '    ask: {}',
      '      - []',
      '|',
      '"',
      '：',
      '    task:',
      '\t',
      '    every: week',
      '    call: { by: nurse }',
      'use: [cardiology/pci-discharge]',
    );
    const edit = fc.oneof(
      fc.record({ at, with: word }).map((one) => all.with(one.at, one.with)),
      at.map((one) => all.toSpliced(one, 1)),
      fc.tuple(at, at).map(([a, b]) => all.with(a, all[b]!).with(b, all[a]!)),
      fc.record({ at, with: word }).map((one) => all.with(one.at, all[one.at]!.replace(/: .*/, `: ${one.with}`))),
      fc.record({ at, by: fc.constantFrom('  ', '    ', '') }).map((one) => all.with(one.at, one.by + all[one.at]!.trimStart())),
    );
    return edit.map((text) => aFile(file.path, text.join('\n')));
  });

  it('mutated lines of the files that ship', () => {
    fc.assert(fc.property(lines, survives), { numRuns: 300 });
  }, 60_000);

  it('mutated bytes of the files that ship', () => {
    const bytes = fc.constantFrom(...shipped).chain((file) =>
      fc.array(fc.tuple(fc.nat({ max: file.bytes.length - 1 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 8 }).map((edits) => {
        const mutated = Uint8Array.from(file.bytes);
        for (const [at, to] of edits) mutated[at] = to;
        return { path: file.path, bytes: mutated };
      }),
    );
    fc.assert(fc.property(bytes, survives), { numRuns: 150 });
  }, 60_000);

  it('random trees under the keys of the language', () => {
    const key = fc.constantFrom(
      'sop',
      'steps',
      'id',
      'then',
      'ask',
      'task',
      'message',
      'wait',
      'if',
      'day',
      'escalate',
      'after',
      'people',
      'dates',
      'day_0',
      'constructor',
      '__proto__',
      'toString',
      'settings',
      'answered',
    );
    const leaf = fc.oneof(
      fc.constantFrom('go on', '1 day', '$x', 'nurse', 'until 12:00', 'a == b', ''),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
    );
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6 },
        leaf,
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.array(fc.tuple(key, tie('tree')), { maxLength: 4 }).map((all) => Object.fromEntries(all)),
      ),
    }));
    const file = fc
      .array(fc.tuple(key, tree), { maxLength: 6 })
      .map((all) => aFile('sops/a/b.yaml', JSON.stringify({ sop: 'a/b', title: 'x', ...Object.fromEntries(all) })));
    fc.assert(fc.property(file, survives), { numRuns: 300 });
  }, 60_000);
});

describe('however large', () => {
  it('400 steps that name each other are checked within a second or so', () => {
    const many = Array.from(
      { length: 400 },
      (_, n) =>
        `  - id: s${n}\n    title: 一\n    day: 1\n    if: s${(n + 7) % 400}.outcome == "done"\n    task: { by: nurse }\n    ask:\n      a: { label: 一, type: yes_no }\n    due: 1 day\n`,
    );
    const started = process.hrtime.bigint();
    const { plan } = compile('surgery/wound-check', [
      aFile('sops/surgery/wound-check.yaml', aSop({ steps: `steps:\n${many.join('')}` })),
      ...shipped,
    ]);
    expect(plan?.steps).toHaveLength(400);
    expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(15_000);
  }, 30_000);

  it('a long setting used everywhere does not fill the memory', () => {
    const long = `[${'a, '.repeat(5000)}a]`;
    const steps = Array.from(
      { length: 390 },
      (_, n) => `  - id: s${n}\n    title: 一\n    message:\n      via: $long\n      text: 一\n`,
    ).join('');
    const { plan } = compile('surgery/wound-check', [
      aFile('sops/surgery/wound-check.yaml', aSop({ more: `settings:\n  long: ${long}`, steps: `steps:\n${steps}` })),
      ...shipped,
    ]);
    expect(plan).toBeUndefined();
  }, 30_000);
});
