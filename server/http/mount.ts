/** Routes from the contract: key and scope, then body, then what is asked, each refused by its own problem. */
import { createHash } from 'node:crypto';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import type { z } from 'zod';
import type { OperationShape } from '../contract/operation.ts';
import type { Parts } from '../parts.ts';
import { authenticate, permit } from './authenticate.ts';
import type { Answer, Call, Caller, Handler, LengthyCall } from './call.ts';
import { fieldErrors } from './field-errors.ts';
import { isStorable, parseBody } from './json-body.ts';
import { languageOf } from './language.ts';
import { invalid, invalidField, Problem } from './problem.ts';
import { transact, type Keyed } from './transact.ts';

const standardLargest = 256 * 1024;

export const expressPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

/** Every operation, and for every path what else it is asked: 405 with what it can be asked. */
export function mount(app: Express, parts: Parts, handlers: readonly Handler[]): void {
  for (const one of handlers) mountOne(app, parts, one);
  for (const path of new Set(handlers.map(({ operation }) => operation.path))) {
    const methods = handlers.filter(({ operation }) => operation.path === path).map(({ operation }) => operation.method.toUpperCase());
    app.all(expressPath(path), (request, response) => {
      response.locals.route = path;
      throw methodNotAllowed(request.method, [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])]);
    });
  }
}

const methodNotAllowed = (method: string, allowed: string[]): Problem =>
  new Problem({
    status: 405,
    code: 'method-not-allowed',
    title: { en: `“${method}” is not possible here.`, zh: `这里不能用“${method}”。` },
    headers: { allow: allowed.join(', ') },
  });

function mountOne(app: Express, parts: Parts, one: Handler): void {
  const { operation } = one;
  const read = express.raw({ type: () => true, limit: operation.largest ?? standardLargest, inflate: false });
  app[operation.method](
    expressPath(operation.path),
    (_request: Request, response: Response, next: NextFunction) => {
      response.locals.route = operation.path;
      const caller = response.locals.caller as Caller;
      if (operation.scope && operation.scope !== 'signature') permit(caller, operation.scope);
      next();
    },
    operation.body ? read : (_request: Request, _response: Response, next: NextFunction) => next(),
    async (request: Request, response: Response) => {
      const caller = response.locals.caller as Caller;
      const asked = checked(operation, request);
      const language = languageOf(request.get('accept-language'));
      const version = versionOf(request);
      const common = { parts, caller, by: caller.staff ?? caller.key, hospital: caller.hospital, language, ...asked };
      if (one.lengthy) return send(parts, operation, response, await one.work(common as LengthyCall));
      const { work } = one;
      const answer = await transact(parts.deps, caller, keyedOf(operation, request), async (tx) => {
        const now = await parts.deps.clock.of(tx, caller.hospital);
        const call = { ...common, tx, now };
        return work({ ...call, ...(version === undefined ? {} : { version }) } as Call);
      });
      send(parts, operation, response, answer);
    },
  );
}

type Asked = { params: unknown; query: unknown; body: unknown };

function checked(operation: OperationShape, request: Request): Asked {
  const params = parsed(operation.params, request.params);
  const query = parsed(operation.query, onlyPlain(request.query));
  const body = operation.body ? parsed(operation.body, bodyOf(operation, request)) : undefined;
  return { params, query, body };
}

function parsed(schema: z.ZodType | undefined, input: unknown): unknown {
  if (!schema) return undefined;
  const result = schema.safeParse(input);
  if (!result.success) throw invalid(fieldErrors(result.error.issues, input));
  return result.data;
}

/** A name given twice is a list; anything the parser nests is not one of ours. */
function onlyPlain(query: Request['query']): Record<string, unknown> {
  for (const [name, value] of Object.entries(query)) {
    if (!isStorable(name) || ![value].flat().every((one) => typeof one === 'string' && isStorable(one)))
      throw invalidField(
        isStorable(name) ? name : 'query',
        'bad-characters',
        'There are characters in it that are no text.',
        '里面有不是文字的字符。',
      );
  }
  return { ...query };
}

function bodyOf(operation: OperationShape, request: Request): unknown {
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  if (bytes.length === 0) {
    if (operation.bodyOptional) return {};
    throw new Problem({ status: 400, code: 'body-missing', title: { en: 'A body in JSON is needed.', zh: '缺少 JSON 内容。' } });
  }
  if (!request.is(['application/json', 'application/*+json']))
    throw new Problem({
      status: 415,
      code: 'not-json',
      title: { en: 'Send “Content-Type: application/json”.', zh: '请用“Content-Type: application/json”。' },
    });
  return parseBody(bytes, { anyText: operation.anyText ?? false });
}

/** `"7"`, `W/"7"` or `7`; `*` is any. */
function versionOf(request: Request): number | undefined {
  const header = request.get('if-match');
  if (header === undefined || header.trim() === '*') return undefined;
  const [, version] = /^\s*(?:W\/)?"?(\d{1,9})"?\s*$/.exec(header) ?? [];
  if (version === undefined) throw invalidField('If-Match', 'bad-format', 'The version as ETag gave it.', '要写 ETag 里的版本号。');
  return Number(version);
}

function keyedOf(operation: OperationShape, request: Request): Keyed | undefined {
  const key = request.get('idempotency-key');
  if (operation.method !== 'post' || key === undefined) return undefined;
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw invalidField('Idempotency-Key', 'bad-format', '1 to 255 visible characters.', '1 到 255 个可见字符。');
  const hash = createHash('sha256');
  hash.update(Buffer.isBuffer(request.body) ? request.body : '');
  hash.update(`\0${request.get('if-match') ?? ''}\0${request.get('x-aftercare-staff') ?? ''}`);
  return { key, endpoint: `${request.method} ${request.originalUrl.slice(0, 2000)}`, requestHash: hash.digest('hex') };
}

function send(parts: Parts, operation: OperationShape, response: Response, { status, body, text, headers }: Answer): void {
  if (parts.strict) keepsContract(operation, status, text ?? body);
  response.status(status).set({ 'cache-control': 'no-store', ...headers });
  if (text !== undefined) response.send(text);
  else if (body === undefined) response.end();
  else response.json(body);
}

function keepsContract({ method, path, answers }: OperationShape, status: number, body: unknown): void {
  const promised = answers[status];
  if (!promised) throw new Error(`${method} ${path} answered ${status}, which the contract does not know.`);
  if (!promised.schema) return;
  const result = promised.schema.safeParse(body === undefined ? undefined : JSON.parse(JSON.stringify(body)));
  if (!result.success) throw new Error(`${method} ${path} answered ${JSON.stringify(fieldErrors(result.error.issues, body))}`);
}

/** Everything that follows needs a key, also what is not there. */
export function keyNeeded(parts: Parts) {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    response.locals.caller = await authenticate(parts.deps, request);
    next();
  };
}
