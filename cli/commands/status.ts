/** `aftercare status`: what runs, and whether every planned touch is accounted for. */
import { exitCodes } from '../exit.ts';
import type { ExitCode } from '../exit.ts';
import { dayIn } from '../options.ts';
import { serverFor } from '../rest.ts';
import type { ServerOptions } from '../rest.ts';
import { showEnrollment } from '../show-enrollment.ts';
import type { ShownEnrollment } from '../show-enrollment.ts';
import { showStatus } from '../show-status.ts';
import type { Status } from '../show-status.ts';
import type { Terminal } from '../terminal.ts';

type Options = ServerOptions & { day?: string; enrollment?: string };

export async function status(_args: string[], { day, enrollment, ...options }: Options, terminal: Terminal): Promise<ExitCode> {
  const server = serverFor(options, terminal);
  if (enrollment !== undefined) {
    const shown = await server.get<ShownEnrollment>(`/v1/enrollments/${encodeURIComponent(enrollment)}`);
    if (terminal.format === 'json') terminal.json(shown);
    else showEnrollment(shown, terminal);
    return exitCodes.fine;
  }
  const answer = await server.get<Status>(`/v1/status${day === undefined ? '' : `?day=${dayIn(day, terminal)}`}`);
  if (terminal.format === 'json') terminal.json(answer);
  else showStatus(answer, terminal);
  return answer.sound ? exitCodes.fine : exitCodes.mistakes;
}
