/** The workflow code as one file for Temporal's sandbox, made again only when something in it changed. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from './files.ts';
import { Trouble } from './trouble.ts';

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
  const { bundleWorkflowCode } = await import('@temporalio/worker');
  const lines: string[] = [];
  const write = (_level: string, message: string) => void lines.push(message);
  const quiet = {
    log: write,
    trace: () => undefined,
    debug: () => undefined,
    info: () => undefined,
    warn: (m: string) => write('', m),
    error: (m: string) => write('', m),
  };
  try {
    const { code } = await bundleWorkflowCode({
      workflowsPath: join(root, 'workflows', 'index.ts'),
      ...failureConverter(root),
      logger: quiet,
    });
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeWhole(path, code);
    return path;
  } catch (thrown) {
    throw new Trouble(`The workflows could not be bundled: ${[...lines, String(thrown)].join('\n')}`);
  }
}

/** Failures are encrypted too, and a workflow makes failures: its bundle needs the same converter as client and worker. */
function failureConverter(root: string): { failureConverterPath?: string } {
  const path = join(root, 'workflows', 'failure-converter.ts');
  return existsSync(path) ? { failureConverterPath: path } : {};
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
