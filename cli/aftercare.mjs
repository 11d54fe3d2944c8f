#!/usr/bin/env node
/**
 * `npx aftercare …`: sees to Node and to the packages, which on a fresh clone may not be there yet, then hands over to cli/main.ts.
 * It builds on nothing but Node. Whatever goes wrong, the person at the keyboard reads a sentence and no stack trace.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** @param {string} sentence @returns {never} */
function refuse(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

// Whoever reads us may have read enough (`| head`): that is no mistake.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
    if (error.code === 'EPIPE') process.exit(Number(process.exitCode ?? 0));
  });
process.on('uncaughtException', (error) => {
  process.stderr.write(`aftercare: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}\n`);
  process.exit(1);
});

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 9))
  refuse(`Aftercare needs Node 20.9 or later and this is ${process.versions.node}: install a newer one.`);
if (!existsSync(join(root, 'node_modules', 'tsx'))) refuse('The packages are not there yet: `npm ci` fetches them.');

const { register } = await import('tsx/esm/api');
register();
const { main } = await import(pathToFileURL(join(root, 'cli', 'main.ts')).href);
await main(process.argv.slice(2));
