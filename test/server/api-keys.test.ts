import { expect, it } from 'vitest';
import { aHouse } from './house.ts';

const house = await aHouse();

it('a key is shown once, does what it may, and opens nothing any more when it is revoked', async () => {
  const made = await house.post('/v1/api-keys', { name: 'HIS', scopes: ['sops:read'] });
  expect(made.status).toBe(201);
  const { id, key } = made.body;
  expect((await house.ask('GET', '/v1/sops', undefined, { key })).status).toBe(200);
  expect((await house.ask('GET', '/v1/tasks', undefined, { key })).status).toBe(403);
  expect(JSON.stringify((await house.ask('GET', '/v1/api-keys', undefined)).body)).not.toContain(key);
  expect((await house.post(`/v1/api-keys/${id}/revoke`, undefined)).status).toBe(200);
  expect((await house.ask('GET', '/v1/sops', undefined, { key })).status).toBe(401);
  expect((await house.post(`/v1/api-keys/${id}/revoke`, undefined)).status).toBe(404);
});

it('nobody gives away more than their own key may do', async () => {
  const own = await house.keyWith(['keys:write']);
  expect((await house.post('/v1/api-keys', { name: 'more', scopes: ['tasks:write'] }, { key: own })).status).toBe(403);
});
