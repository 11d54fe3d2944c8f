/** `aftercare publish`: SOPs become versions, libraries and calendars are put in force. */
import { basename } from 'node:path';
import { asSent } from '../sent-file.ts';
import { exitCodes } from '../exit.ts';
import type { ExitCode } from '../exit.ts';
import { desksFor } from '../library.ts';
import type { GivenFile } from '../library.ts';
import { serverFor } from '../rest.ts';
import type { ServerOptions } from '../rest.ts';
import { orMistakes, showServerDiagnostics } from '../server-diagnostics.ts';
import type { ServerDiagnostic } from '../server-diagnostics.ts';
import type { Terminal } from '../terminal.ts';

type Published = {
  published: { sop: string; version: number; hash: string; isNew: boolean }[];
  libraries: string[];
  diagnostics: ServerDiagnostic[];
};
type Options = ServerOptions & { note?: string };

/** Only the files named are sent: what they use is the hospital's own, as the server has it. Test files stay here. */
export async function publish(names: string[], { note, ...options }: Options, terminal: Terminal): Promise<ExitCode> {
  const given = desksFor(names, {}, terminal).flatMap((desk) => desk.given);
  const files = given.filter(({ path }) => !/\.test\.ya?ml$/.test(path)).map((file) => ({ ...file, path: pathWithin(file.path) }));
  const server = serverFor(options, terminal);
  terminal.progress(terminal.words('publishing …', '正在发布 …'));
  const ask = () => server.post<Published>('/v1/versions', { files: files.map(asSent), ...(note === undefined ? {} : { note }) });
  const answer = await orMistakes(ask, files, terminal);
  terminal.progress('');
  if (answer) show(answer, files, terminal);
  else if (terminal.format === 'text') terminal.say(terminal.paint(terminal.words('Nothing was published.', '没有发布。'), 'red'));
  return answer ? exitCodes.fine : exitCodes.mistakes;
}

/** Of a file from elsewhere only the name is the server's business. */
const pathWithin = (path: string): string => (path.startsWith('/') || path.startsWith('..') ? basename(path) : path);

function show(answer: Published, files: GivenFile[], terminal: Terminal): void {
  if (terminal.format === 'json') return terminal.json(answer);
  const { words, say } = terminal;
  showServerDiagnostics(
    answer.diagnostics.filter(({ severity }) => severity === 'warning'),
    files,
    terminal,
  );
  for (const { sop, version, isNew } of answer.published)
    say(
      isNew
        ? words(`✓ ${sop} is published as version ${version}`, `✓ ${sop} 已发布，第 ${version} 版`)
        : words(`– ${sop} has not changed: still version ${version}`, `– ${sop} 没有变化，仍是第 ${version} 版`),
    );
  for (const path of answer.libraries) say(words(`✓ ${path} is in force`, `✓ ${path} 已生效`));
}
