/** What it takes to run the cases of one test file, in memory or on the real engine. */
import type { HouseRules, Plan } from '../engine/plan.ts';
import type { SourceFile } from '../language/node.ts';
import type { TestCase, TestFile } from '../language/test-file/model.ts';
import type { GivenFile } from './library.ts';
import type { CaseResult } from './show-results.ts';

/** `files`: the test file and all it may stand on. */
export type Subject = { file: GivenFile; files: SourceFile[] };

export type Running = Subject & { tests: TestFile; plan: Plan; house: HouseRules; planOf: (sop: string) => Plan | undefined };
/** Runs one case, `index` counting from 0 in its file. */
export type Runner = (one: TestCase, index: number, running: Running) => Promise<Omit<CaseResult, 'case' | 'line'>>;
