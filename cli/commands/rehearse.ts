/** `aftercare rehearse`: one made-up patient lives through an SOP on the server's real engine. */
import { asSent, neededBy } from '../bundle-of-files.ts';
import { compiledSop } from '../compiled.ts';
import { exitCodes } from '../exit.ts';
import type { ExitCode } from '../exit.ts';
import { rehearse as post } from '../rehearsal.ts';
import { rehearsalWish } from '../rehearsal-wish.ts';
import type { RehearsalOptions } from '../rehearsal-wish.ts';
import { serverFor } from '../rest.ts';
import type { ServerOptions } from '../rest.ts';
import { orMistakes } from '../server-diagnostics.ts';
import { showRehearsal } from '../show-rehearsal.ts';
import type { Terminal } from '../terminal.ts';

type Options = RehearsalOptions & ServerOptions & { root?: string };

export async function rehearse([file = '']: string[], options: Options, terminal: Terminal): Promise<ExitCode> {
  const compiled = compiledSop(file, options.root, terminal);
  const asked = compiled && rehearsalWish(compiled, options, terminal);
  if (!compiled || !asked) return exitCodes.mistakes;
  const server = serverFor(options, terminal);
  terminal.progress(terminal.words(`rehearsing ${compiled.plan.sop} …`, `正在试跑 ${compiled.plan.sop} …`));
  const begun = performance.now();
  const files = neededBy(compiled.path, compiled.files).map(asSent);
  const wish = { sop: compiled.plan.sop, files, tests: asSent(asked.tests), index: asked.index };
  const rehearsed = await orMistakes(() => post(server, wish), [asked.tests, ...compiled.files], terminal);
  terminal.progress('');
  if (!rehearsed) return exitCodes.mistakes;
  const tookMs = Math.round(performance.now() - begun);
  if (terminal.format === 'json') terminal.json(rehearsed);
  else showRehearsal(rehearsed, { plan: compiled.plan, tests: asked.tests.path, tookMs }, terminal);
  return rehearsed.deviations.length === 0 ? exitCodes.fine : exitCodes.mistakes;
}
