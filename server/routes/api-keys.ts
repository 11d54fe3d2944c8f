import { randomBytes } from 'node:crypto';
import { listApiKeys, revokeApiKey, saveApiKey } from '../../database/api-keys.ts';
import { writeAudit } from '../../database/audit.ts';
import { getApiKeys, postApiKey, postRevoke } from '../contract/api-keys.ts';
import { handler } from '../http/call.ts';
import { permit } from '../http/authenticate.ts';
import { notFound } from '../http/problem.ts';
import { iso } from '../views/moments.ts';

export const seeApiKeys = handler(getApiKeys, async ({ tx, hospital }) => {
  const keys = await listApiKeys(tx, hospital);
  return {
    status: 200,
    body: {
      keys: keys.map(({ id, name, scopes, createdAt, revokedAt }) => ({
        id,
        name,
        scopes,
        createdAt: iso(createdAt),
        revokedAt: revokedAt === null ? null : iso(revokedAt),
      })),
    },
  };
});

export const makeApiKey = handler(postApiKey, async ({ tx, hospital, now, by, caller, body, parts }) => {
  for (const scope of body.scopes) permit(caller, scope);
  const [id, key] = [parts.deps.newId(), `aftercare_${randomBytes(24).toString('base64url')}`];
  await saveApiKey(tx, { id, hospital, name: body.name, key, scopes: [...new Set(body.scopes)], by, at: now });
  await writeAudit(tx, { hospital, at: now, what: 'api_key_made', subject: id, data: { name: body.name, scopes: body.scopes } });
  return { status: 201, body: { id, key } };
});

export const revoke = handler(postRevoke, async ({ tx, hospital, now, params }) => {
  const mine = (await listApiKeys(tx, hospital)).find(({ id }) => id === params.id);
  if (!mine || !(await revokeApiKey(tx, { id: mine.id, at: now })))
    throw notFound({ en: 'There is no such key in force.', zh: '没有这个有效的 key。' });
  await writeAudit(tx, { hospital, at: now, what: 'api_key_revoked', subject: mine.id });
  return { status: 200, body: { id: mine.id } };
});
