/** The bundled workflows, made once for all test files that need them and kept until workflows/ or engine/ change. */
import { join } from 'node:path';
import { workflowBundle } from '../../start/bundle.ts';
import { projectRoot } from '../../start/places.ts';

/** For `Worker.create({ workflowBundle: { codePath } })`. */
export async function bundledWorkflows(): Promise<{ codePath: string }> {
  return { codePath: await workflowBundle({ root: projectRoot, folder: join(projectRoot, '.aftercare', 'bundle') }) };
}
