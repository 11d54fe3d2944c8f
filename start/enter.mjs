/**
 * The door: `npm start`, `npm test` and the like come in here, on a fresh clone too. It has no packages to build on: it sees to
 * Node and to them, then hands over to start/<what>.ts.
 */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const rooms = ['main', 'setup', 'test', 'check', 'reset'];

/** @param {string} sentence @returns {never} */
function refuse(sentence) {
  process.stderr.write(`\n${sentence}\n`);
  process.exit(1);
}

/** @param {string} path @returns {{ packages?: Record<string, { version?: string, optional?: boolean, link?: boolean }> } | undefined} */
function lockFile(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Whether npm put there what the lock file asks for. It notes what it did when it is done, so one that was interrupted does not count. */
function packagesAreThere() {
  const there = lockFile('node_modules/.package-lock.json')?.packages ?? {};
  const wanted = Object.entries(lockFile('package-lock.json')?.packages ?? {}).filter(
    ([path, { optional, link }]) => path !== '' && !optional && !link,
  );
  return wanted.length > 0 && wanted.every(([path, { version }]) => there[path]?.version === version);
}

/** @returns {Promise<void>} */
async function fetchPackages() {
  process.stdout.write('  packages from npm …\n');
  const begun = Date.now();
  mkdirSync(join(root, '.aftercare', 'logs'), { recursive: true });
  const logPath = join(root, '.aftercare', 'logs', 'packages.log');
  const log = openSync(logPath, 'w');
  const ci = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env['npm_execpath'];
  const [command, args] = npm?.endsWith('.js') ? [process.execPath, [npm, ...ci]] : ['npm', ci];
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', log, log] });
  const code = await new Promise((resolve) => child.once('error', () => resolve(null)).once('close', resolve));
  closeSync(log);
  if (code === null) refuse('npm, which fetches the packages, is not on PATH: install it (it comes with Node) and start again.');
  if (code !== 0)
    refuse(
      `The packages could not be fetched from npm (${firstError(logPath)}): check the network and start again; the whole story is in ${logPath}.`,
    );
  process.stdout.write(`✓ packages ${((Date.now() - begun) / 1000).toFixed(1)} s\n`);
}

/** @param {string} logPath */
function firstError(logPath) {
  const lines = readFileSync(logPath, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('npm error'));
  const telling = lines.find((line) => !/^npm error (code|errno|syscall|path|type)\b/.test(line)) ?? lines[0] ?? 'npm ended without a word';
  return telling.replace(/^npm error\s*/, '').trim();
}

const [room = 'main', ...args] = process.argv.slice(2);
if (!rooms.includes(room)) refuse(`There is no "${room}" here: it is one of ${rooms.join(', ')}.`);
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 9))
  refuse(`Aftercare needs Node 20.9 or later and this is ${process.versions.node}: install a newer one and start again.`);
if (process.platform === 'win32') refuse('On Windows, Aftercare runs inside WSL 2: clone it there and start again.');
process.chdir(root);
if (room !== 'reset' && !packagesAreThere()) await fetchPackages();
if (!packagesAreThere()) refuse('The packages are not there: `npm run setup` fetches them.');

const { register } = await import('tsx/esm/api');
register();
const { enter } = await import(pathToFileURL(join(root, 'start', `${room}.ts`)).href);
await enter(args);
