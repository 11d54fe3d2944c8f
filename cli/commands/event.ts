/** `aftercare event`: tells the server that something happened. */
import { exitCodes, Refusal } from '../exit.ts';
import type { ExitCode } from '../exit.ts';
import { readJson } from '../json-file.ts';
import { serverFor } from '../rest.ts';
import type { ServerOptions } from '../rest.ts';
import type { Terminal } from '../terminal.ts';
import { whoOf } from '../who.ts';
import type { Who } from '../who.ts';
import { eventFields, objectValues } from '../written-values.ts';
import type { Values } from '../written-values.ts';

type Options = ServerOptions & Who & { field?: string[]; object?: string[]; at?: string; id?: string; file?: string };
type Received = { id: string; received: 'new' | 'again'; patientKnown: boolean };
type Body = { name?: string; fields?: Values; [key: string]: unknown };

export async function event([name]: string[], options: Options, terminal: Terminal): Promise<ExitCode> {
  const { words } = terminal;
  const body = bodyOf(name, options, terminal);
  if (body.name === undefined)
    throw new Refusal(words('Which event? Write for example encounter.discharged.', '什么事件？请写，比如 encounter.discharged。'));
  const received = await serverFor(options, terminal).post<Received>('/v1/events', body);
  if (terminal.format === 'json') terminal.json(received);
  else terminal.say(said(received, terminal));
  return exitCodes.fine;
}

function bodyOf(written: string | undefined, { field = [], object = [], at, id, file, ...who }: Options, terminal: Terminal): Body {
  const read = file === undefined ? {} : readJson(file, terminal);
  if (typeof read !== 'object' || read === null || Array.isArray(read))
    throw new Refusal(terminal.words(`${file ?? ''} is not one event.`, `${file ?? ''} 不是一个事件。`));
  const base: Body = { ...read };
  const name = written ?? base.name;
  const fields = eventFields(name ?? '', field, terminal);
  const brought = Object.entries(objectValues(object, terminal)).map(([thing, values]) => [
    thing,
    { ...(base[thing] as Values | undefined), ...values },
  ]);
  return {
    ...base,
    ...(name === undefined ? {} : { name }),
    ...(Object.keys(whoOf(who)).length === 0 ? {} : { patient: { ...(base.patient as object | undefined), ...whoOf(who) } }),
    ...(at === undefined ? {} : { at }),
    ...(id === undefined ? {} : { id }),
    ...(Object.keys(fields).length === 0 ? {} : { fields: { ...base.fields, ...fields } }),
    ...(Object.fromEntries(brought) as Record<string, Values>),
  };
}

function said({ id, received, patientKnown }: Received, { words }: Terminal): string {
  const first =
    received === 'new'
      ? words(`✓ stored as ${id}`, `✓ 已收下，编号 ${id}`)
      : words(`– ${id} was here already; nothing changes`, `– ${id} 早已收到，什么都不变`);
  return patientKnown
    ? first
    : `${first}\n${words('  Nobody knows this patient yet: it is kept until somebody does (--name says who it is).', '  还没有这位患者的资料：先留着，等有了再处理（写 --name 就有了）。')}`;
}
