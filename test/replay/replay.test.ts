/** Runs that began under earlier releases go on under this one (design 3.11): recorded histories, replayed against the present workflow code. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from '@temporalio/worker';
import type { ReplayResult, WorkflowBundleOption } from '@temporalio/worker';
import { beforeAll, describe, expect, it } from 'vitest';
import { dataConverterOf } from '../../server/temporal/connect.ts';
import { bundledWorkflows } from '../setup/workflows.ts';
import { bundleOf } from '../workflows/shell.ts';
import { replayKey } from './key.ts';
import { folder, record } from './record.ts';

beforeAll(async () => {
  if (process.env.RECORD_HISTORIES) await record(process.env.RECORD_HISTORIES);
}, 180_000);

async function replayed(workflowBundle: WorkflowBundleOption): Promise<ReplayResult[]> {
  const histories = readdirSync(folder).map((name) => ({
    workflowId: name,
    history: JSON.parse(readFileSync(join(folder, name), 'utf8')),
  }));
  const options = { workflowBundle, dataConverter: dataConverterOf(replayKey), replayName: 'enrollments' };
  const results: ReplayResult[] = [];
  for await (const result of Worker.runReplayHistories(options, histories)) results.push(result);
  return results;
}

describe('recorded histories', () => {
  it('replay against the present workflow', async () => {
    const results = await replayed(await bundledWorkflows());
    expect(results.length).toBeGreaterThanOrEqual(4);
    expect(results.filter(({ error }) => error !== undefined).map(({ workflowId, error }) => [workflowId, error?.message])).toEqual([]);
  });

  it('do not replay against a workflow that does otherwise', async () => {
    const results = await replayed(await bundleOf(join(import.meta.dirname, 'changed.ts')));
    expect(results.map(({ error }) => error?.name)).toEqual(results.map(() => 'DeterminismViolationError'));
  });
});
