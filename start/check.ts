/** `npm run check`: everything about the code that can be said without running it. All of it is said, not the first mistake alone. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './places.ts';
import { run } from './programs.ts';
import { say } from './progress.ts';

const rooms = ['engine', 'language', 'workflows', 'activities', 'database', 'server', 'sandbox', 'cli', 'start', 'test', 'bench'];

type Check = { name: string; command: string; args: string[] };
const checks: Check[] = [
  { name: 'types', command: 'tsc', args: [] },
  { name: 'format', command: 'prettier', args: ['--check', '--log-level', 'warn', '.'] },
  { name: 'lint', command: 'eslint', args: ['--max-warnings', '0', '.'] },
  { name: 'import arrows', command: 'depcruise', args: rooms.filter((room) => existsSync(join(projectRoot, room))) },
  { name: 'unused code and packages', command: 'knip', args: ['--no-progress', '--treat-config-hints-as-errors'] },
];

export async function enter(): Promise<void> {
  process.exit((await checkAll()) ? 0 : 1);
}

/** Two at a time: the longest, lint, beside the others. */
export async function checkAll(): Promise<boolean> {
  const [types, format, lint, ...others] = checks as [Check, Check, Check, ...Check[]];
  const [one, two] = await Promise.all([checkEach([lint]), checkEach([types, format, ...others])]);
  return one && two;
}

async function checkEach(list: Check[]): Promise<boolean> {
  let good = true;
  for (const check of list) good = (await passes(check)) && good;
  return good;
}

async function passes({ name, command, args }: Check): Promise<boolean> {
  const begun = Date.now();
  const { code, out, err } = await run(join(projectRoot, 'node_modules', '.bin', command), args, { cwd: projectRoot, timeoutMs: 600_000 });
  say(`${code === 0 ? '✓' : '✗'} ${name} ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  if (code !== 0) say(`${out}${err}`);
  return code === 0;
}
