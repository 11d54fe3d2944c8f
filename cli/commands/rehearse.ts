/** `aftercare rehearse`: one made-up patient lives through an SOP on the server's real engine. */
import { neededBy } from '../needed-files.ts';
import { asSent } from '../sent-file.ts';
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
  const answer = await orMistakes(() => post(server, wish), [asked.tests, ...compiled.files], terminal);
  terminal.progress('');
  if (!answer) return exitCodes.mistakes;
  // Options expect nothing: a patient who is not taken in is an answer like any other.
  const rehearsed = asked.shown === undefined && !answer.enrolled ? { ...answer, deviations: [] } : answer;
  const tookMs = Math.round(performance.now() - begun);
  if (terminal.format === 'json') terminal.json(rehearsed);
  else showRehearsal(rehearsed, { plan: compiled.plan, tests: asked.shown, tookMs }, terminal);
  return rehearsed.deviations.length === 0 ? exitCodes.fine : exitCodes.mistakes;
}
