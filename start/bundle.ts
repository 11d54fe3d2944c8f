/** The workflow code as one file for Temporal's sandbox, made again only when something in it changed. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from './files.ts';
import { reason, Trouble } from './trouble.ts';

export type BundleWish = {
  /** The project. */
  root: string;
  /** Where bundles are kept. */
  folder: string;
};

/** The path of the bundle, which the worker gets as WORKFLOW_BUNDLE. */
export async function workflowBundle({ root, folder }: BundleWish): Promise<string> {
  const path = join(folder, `workflows-${contentHash(root)}.js`);
  if (existsSync(path)) return path;
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const complaints: string[] = [];
  const logger = new DefaultLogger('WARN', ({ message }) => void complaints.push(message));
  // Failures are encrypted too, and workflows make failures: the bundle needs the same converter as client and worker.
  const [workflowsPath, failureConverterPath] = [join(root, 'workflows', 'index.ts'), join(root, 'workflows', 'failure-converter.ts')];
  try {
    const { code } = await bundleWorkflowCode({ workflowsPath, failureConverterPath, logger });
    dropOld(folder);
    writeWhole(path, code);
    return path;
  } catch (thrown) {
    throw new Trouble(`The workflows could not be bundled: ${[...complaints, reason(thrown)].join('\n')}`);
  }
}

/** Of a day and more ago: a younger one may be another test run's. */
function dropOld(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const aDayAgo = Date.now() - 24 * 3_600_000;
  for (const name of readdirSync(folder)) {
    if (statSync(join(folder, name)).mtimeMs < aDayAgo) rmSync(join(folder, name), { force: true });
  }
}

/** Of everything that can change the bundle: the rooms in it, and the packages. */
function contentHash(root: string): string {
  const hash = createHash('sha256');
  for (const path of [...sources(join(root, 'workflows')), ...sources(join(root, 'engine')), join(root, 'package-lock.json')]) {
    hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

function sources(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => join(folder, name));
}
