/** API keys: made once and shown once, hashed, scoped, revocable. */
import { z } from 'zod';
import { instant, line } from './common.ts';
import { operation, scopes } from './operation.ts';

const scope = z.enum(scopes);
const key = z
  .object({ id: z.string(), name: z.string(), scopes: z.array(z.string()), createdAt: instant, revokedAt: instant.nullable() })
  .meta({ id: 'ApiKey' });

export const getApiKeys = operation({
  method: 'get',
  path: '/v1/api-keys',
  tag: 'API keys',
  summary: 'The keys of the hospital, without the keys themselves',
  scope: 'keys:write',
  answers: { 200: { words: 'All, also revoked ones', schema: z.object({ keys: z.array(key) }) } },
});
export const postApiKey = operation({
  method: 'post',
  path: '/v1/api-keys',
  tag: 'API keys',
  summary: 'Make a key',
  description:
    'The answer is the only time the key is shown: only its digest is kept. Nobody can give away more than their own key may do.',
  scope: 'keys:write',
  body: z.strictObject({ name: line(100), scopes: z.array(scope).min(1) }).meta({ id: 'NewApiKey' }),
  answers: { 201: { words: 'Made', schema: z.object({ id: z.string(), key: z.string() }) } },
});
export const postRevoke = operation({
  method: 'post',
  path: '/v1/api-keys/{id}/revoke',
  tag: 'API keys',
  summary: 'Revoke a key: it opens nothing from the next request on',
  scope: 'keys:write',
  params: z.object({ id: z.string().min(1).max(100) }),
  answers: { 200: { words: 'Revoked', schema: z.object({ id: z.string() }) } },
});
