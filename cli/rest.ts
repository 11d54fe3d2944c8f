/** The server, over REST. Every failure is a `Refusal` that says what to do. */
import { readFileSync } from 'node:fs';
import { exitCodes, Refusal } from './exit.ts';
import { demoFile } from './places.ts';
import { readEnvironment } from './settings.ts';
import type { Terminal } from './terminal.ts';

/** RFC 9457, as server/http/problem.ts writes it. */
export type Problem = {
  title?: string;
  detail?: string;
  status?: number;
  errors?: { field: string; code: string; message: { en: string; zh: string } }[];
  [more: string]: unknown;
};

/** The server has understood and says no. */
export class Declined extends Refusal {
  readonly problem: Problem;
  constructor(message: string, problem: Problem) {
    super(message, exitCodes.mistakes);
    this.problem = problem;
  }
}

export type ServerOptions = { url?: string; key?: string };
export type Server = {
  url: string;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
};

/** A rehearsal of years takes a while; everything else is quick or lost. */
const patienceMs = { get: 30_000, post: 300_000 };

export function serverFor({ url, key }: ServerOptions, terminal: Terminal): Server {
  const environment = readEnvironment();
  const demo = readDemo();
  const base = (url ?? environment.url ?? demo?.url)?.replace(/\/+$/, '');
  if (base === undefined)
    throw new Refusal(
      terminal.words(
        'No server is known: `npm start` starts one here, or name one with --url and --key.',
        '不知道服务器在哪里：用 npm start 在本机启动，或者写 --url 和 --key。',
      ),
      exitCodes.unreachable,
    );
  if (!/^https?:\/\/[^/]/.test(base) || !URL.canParse(base))
    throw new Refusal(
      terminal.words(
        `“${base}” is no address. Write for example http://127.0.0.1:3000.`,
        `“${base}”不是地址。请写，比如 http://127.0.0.1:3000。`,
      ),
    );
  // The key of one server is never shown to another.
  const apiKey = key ?? environment.apiKey ?? (demo && base === demo.url.replace(/\/+$/, '') ? demo.apiKey : undefined);
  if (apiKey === undefined)
    throw new Refusal(
      terminal.words(
        `The server ${base} wants an API key: --key or AFTERCARE_API_KEY.`,
        `服务器 ${base} 需要 API 密钥：--key 或 AFTERCARE_API_KEY。`,
      ),
    );
  const ask = async <T>(method: 'get' | 'post', path: string, body?: unknown): Promise<T> => {
    const response = await reach(`${base}${path}`, terminal, {
      method: method.toUpperCase(),
      headers: {
        authorization: `Bearer ${apiKey}`,
        accept: 'application/json',
        'accept-language': terminal.language === 'en' ? 'en' : 'zh-CN',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(patienceMs[method]),
    });
    return (await answer(response, base, terminal)) as T;
  };
  return { url: base, get: (path) => ask('get', path), post: (path, body) => ask('post', path, body) };
}

function readDemo(): { url: string; apiKey?: string } | undefined {
  try {
    const demo = JSON.parse(readFileSync(demoFile, 'utf8')) as { url?: unknown; apiKey?: unknown };
    if (typeof demo.url !== 'string') return undefined;
    return { url: demo.url, ...(typeof demo.apiKey === 'string' ? { apiKey: demo.apiKey } : {}) };
  } catch {
    return undefined;
  }
}

async function reach(url: string, { words }: Terminal, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (thrown) {
    const origin = new URL(url).origin;
    const why = thrown instanceof Error && thrown.name === 'TimeoutError' ? words('no answer in time', '没有按时答复') : causeOf(thrown);
    throw new Refusal(
      words(
        `The server at ${origin} cannot be reached (${why}). Is it running? \`npm start\` starts it.`,
        `连不上服务器 ${origin}（${why}）。它在运行吗？npm start 可以启动它。`,
      ),
      exitCodes.unreachable,
    );
  }
}

function causeOf(thrown: unknown): string {
  const cause = thrown instanceof Error ? (thrown.cause ?? thrown) : thrown;
  const first: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
  if (!(first instanceof Error)) return String(first);
  return (first as NodeJS.ErrnoException).code ?? first.message.split('\n')[0] ?? '';
}

async function answer(response: Response, base: string, { words, language }: Terminal): Promise<unknown> {
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok && body !== undefined) return body;
  const { status } = response;
  const problem: Problem = typeof body === 'object' && body !== null ? (body as Problem) : {};
  const said = [
    problem.detail ?? problem.title ?? response.statusText,
    ...(problem.errors ?? []).map(({ field, message }) => `  ${field}: ${message[language]}`),
  ].join('\n');
  if (status === 401 || status === 403) throw new Refusal(`${words('The key is not accepted', '密钥不被接受')} (${status}): ${said}`);
  if (status >= 500 || response.ok)
    throw new Refusal(
      words(`The server at ${base} could not answer (${status}): ${said}`, `服务器 ${base} 没能答复（${status}）：${said}`),
      exitCodes.unreachable,
    );
  throw new Declined(said, problem);
}
