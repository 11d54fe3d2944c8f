import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { expect, it, onTestFinished } from 'vitest';
import config from '../../.dependency-cruiser.cjs';

type Sources = Record<string, string>;

/** The names of the rules that these files break. */
async function broken(sources: Sources): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'arrows-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(sources)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const rooms = [...new Set(Object.keys(sources).map((path) => path.split('/')[0]!))].filter((room) => room !== 'node_modules');
  const { output } = await cruise(rooms, { ...config.options, baseDir: folder, validate: true, ruleSet: { forbidden: config.forbidden } });
  const { summary } = output as ICruiseResult;
  return [...new Set(summary.violations.map(({ rule }) => rule.name))].sort();
}

const leaf = 'export type Leaf = 1;\n';
const takes = (path: string) => `import type { Leaf } from '${path}';\nexport type Twig = Leaf;\n`;
const pkg = (name: string): Sources => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({ name, main: 'index.js' }),
  [`node_modules/${name}/index.js`]: 'module.exports = {};\n',
});

it('lets imports go along the arrows', async () => {
  expect(
    await broken({
      'engine/plan.ts': leaf,
      'language/compile.ts': takes('../engine/plan.ts'),
      'activities/decide.ts': takes('../language/compile.ts'),
    }),
  ).toEqual([]);
});

it('refuses an import against an arrow, though it is of a type alone', async () => {
  expect(await broken({ 'language/node.ts': leaf, 'engine/plan.ts': takes('../language/node.ts') })).toEqual([
    'engine-imports-only-its-own',
  ]);
  expect(await broken({ 'language/node.ts': leaf, 'workflows/enrollment.ts': takes('../language/node.ts') })).toEqual([
    'workflows-imports-only-its-own',
  ]);
  expect(await broken({ 'database/pool.ts': leaf, 'cli/main.ts': takes('../database/pool.ts') })).toEqual(['cli-imports-only-its-own']);
  expect(await broken({ 'server/main.ts': leaf, 'activities/decide.ts': takes('../server/main.ts') })).toEqual([
    'activities-imports-only-its-own',
  ]);
});

it('lets activities see of the workflows only what they ask for', async () => {
  expect(await broken({ 'workflows/ports.ts': leaf, 'activities/index.ts': takes('../workflows/ports.ts') })).toEqual([]);
  expect(await broken({ 'workflows/enrollment.ts': leaf, 'activities/index.ts': takes('../workflows/enrollment.ts') })).toEqual([
    'activities-imports-only-its-own',
  ]);
});

it("keeps Node's modules and other packages out of the engine", async () => {
  expect(await broken({ 'engine/plan.ts': "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n" })).toEqual([
    'engine-node',
  ]);
  expect(await broken({ ...pkg('zod'), 'engine/plan.ts': "import zod from 'zod';\nexport const z = zod;\n" })).toEqual(['engine-packages']);
  expect(
    await broken({ ...pkg('temporal-polyfill'), 'engine/plan.ts': "import t from 'temporal-polyfill';\nexport const z = t;\n" }),
  ).toEqual([]);
});

it('refuses a ring, and an import of nothing', async () => {
  expect(await broken({ 'engine/a.ts': takes('./b.ts'), 'engine/b.ts': takes('./a.ts') })).toEqual(['no-ring']);
  expect(await broken({ 'engine/a.ts': takes('./gone.ts') })).toContain('no-missing');
});
