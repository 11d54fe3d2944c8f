/** Cases of test files on the server's real engine. */
import { neededBy } from './needed-files.ts';
import { asSent } from './sent-file.ts';
import type { Runner } from './case-runner.ts';
import { rehearse } from './rehearsal.ts';
import { serverFor } from './rest.ts';
import type { ServerOptions } from './rest.ts';
import type { Terminal } from './terminal.ts';

export function realRunner(options: ServerOptions, terminal: Terminal): Runner {
  const server = serverFor(options, terminal);
  return async (one, index, { tests, file, files }) => {
    // The real engine cannot be taken down for one patient alone (language.md 13).
    if (one.play.some(({ kind }) => kind === 'down'))
      return {
        passed: true,
        tookMs: 0,
        deviations: [],
        skipped: terminal.words('takes the system down: in memory only', '让系统停机：只在内存里跑'),
      };
    const beside = file.path.replace(/\.test(\.ya?ml)$/, '$1');
    const sop = files.find(({ path }) => path === `sops/${tests.sop}.yaml` || path === beside)?.path ?? file.path;
    const { deviations, tookMs } = await rehearse(server, {
      sop: tests.sop,
      files: neededBy(sop, files).map(asSent),
      tests: asSent(file),
      index,
    });
    return { passed: deviations.length === 0, tookMs, deviations };
  };
}
