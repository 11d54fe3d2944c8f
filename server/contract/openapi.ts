/** openapi.json: made of the very schemas that check requests. */
import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { problem } from './common.ts';
import { operations } from './operations.ts';
import type { OperationShape } from './operation.ts';

type Document = ReturnType<OpenApiGeneratorV31['generateDocument']>;
let made: Document | undefined;

export function openApiDocument(): Document {
  return (made ??= make());
}

function make(): Document {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'apiKey', { type: 'http', scheme: 'bearer', description: 'An API key.' });
  for (const one of operations) register(registry, one);
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Aftercare',
      version: '1',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        'Follow-up SOPs of a hospital: events in, enrollments, tasks, SOPs. Failures are problem+json (RFC 9457) and name the field.',
    },
    servers: [{ url: '/' }],
  });
}

const headerOf = (name: string, description: string) => z.object({ [name]: z.string().optional().meta({ description }) });

function register(registry: OpenAPIRegistry, shape: OperationShape): void {
  const { method, path, tag, summary, description, scope, params, query, body, bodyOptional, answers } = shape;
  const headers = [
    ...(scope && scope !== 'signature' && method === 'post'
      ? [headerOf('Idempotency-Key', 'The same key with the same request gives the same answer.')]
      : []),
    ...(tag === 'Tasks' && method === 'post'
      ? [headerOf('If-Match', 'The version of the task that was seen.'), headerOf('X-Aftercare-Staff', 'The member of staff who acts.')]
      : []),
  ];
  registry.registerPath({
    method,
    path,
    tags: [tag],
    summary,
    operationId: operationId(method, path),
    ...(description || scope
      ? { description: [description, scope && scope !== 'signature' ? `Scope: \`${scope}\`.` : undefined].filter(Boolean).join('\n\n') }
      : {}),
    security: scope && scope !== 'signature' ? [{ apiKey: [] }] : [],
    request: {
      ...(params ? { params } : {}),
      ...(query ? { query } : {}),
      ...(headers.length > 0 ? { headers } : {}),
      ...(body ? { body: { required: !bodyOptional, content: { 'application/json': { schema: body } } } } : {}),
    },
    responses: { ...Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, shown(answer)])), ...failures(shape) },
  });
}

const shown = ({ words, schema, type = 'application/json' }: OperationShape['answers'][number]) => ({
  description: words,
  ...(schema ? { content: { [type]: { schema } } } : {}),
});

const wordsOf: Record<number, string> = {
  400: 'The request cannot be read',
  401: 'No key, or one that is not known; a signature that is not right',
  403: 'The key lacks the scope',
  404: 'Not there',
  409: 'Not possible as things are',
  412: 'Changed meanwhile',
  413: 'The body is too large',
  415: 'The body is not JSON',
  422: 'The request is not valid: the fields are named',
  500: 'Our mistake; nothing was done',
  503: 'Not available just now; nothing was done',
};

function failures({ scope, params, query, body, method, tag }: OperationShape): Record<string, object> {
  if (!scope) return {};
  const statuses = [
    401,
    ...(scope === 'signature' ? [] : [403]),
    ...(params ? [404] : []),
    ...(body ? [400, 413, 415] : []),
    ...(params || query || body ? [422] : []),
    ...(method === 'get' ? [] : [409]),
    ...(tag === 'Tasks' && method === 'post' ? [412] : []),
    500,
    503,
  ];
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: wordsOf[status] ?? '', content: { 'application/problem+json': { schema: problem } } },
    ]),
  );
}

/** `postEnrollmentsChanges` */
const operationId = (method: string, path: string): string =>
  method + path.split('/').filter((part) => part !== '' && part !== 'v1' && !part.startsWith('{')).flatMap((part) => part.split('-')).map((part) => part[0]!.toUpperCase() + part.slice(1)).join('') + (/\}$/.test(path) ? 'One' : ''); // prettier-ignore
