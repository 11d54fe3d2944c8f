import { revokeApiKey } from '../../database/api-keys.ts';
import { describe, expect, it } from 'vitest';
import { operations } from '../../server/contract/operations.ts';
import { handlers } from '../../server/routes/handlers.ts';
import { aDischarge, aHouse } from './house.ts';

const house = await aHouse();
const open = ['/healthz', '/readyz', '/openapi.json'];
const addressed = (path: string): string => path.replace(/\{\w+\}/g, '1');

describe('without a key', () => {
  const paths = operations.filter(({ path, scope }) => !open.includes(path) && scope !== 'signature');

  it.each(paths.map(({ method, path }) => [method.toUpperCase(), addressed(path)]))('401 for %s %s', async (method, path) => {
    const answer = await house.ask(method, path, method === 'GET' ? undefined : {}, { key: null });
    expect(answer).toMatchObject({ status: 401, body: { type: '/problems/no-key', status: 401 } });
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
  });

  it.each([
    ['GET', '/'],
    ['GET', '/v1/nothing'],
    ['DELETE', '/v1/tasks/1'],
    ['OPTIONS', '/v1/events'],
    ['POST', '/v1/%E0%A4%A'],
    ['GET', '/metrics/'],
  ])('401 for %s %s, which does not exist', async (method, path) => {
    expect((await house.ask(method, path, undefined, { key: null })).status).toBe(401);
  });

  it('401 before the body is read', async () => {
    const answer = await house.post('/v1/events', undefined, {
      key: null,
      raw: 'x'.repeat(1_000_000),
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(401);
  });

  it.each(['wrong-key-wrong-key', 'a-key-for-tests-012345678', ''])('401 for the key “%s”', async (key) => {
    expect((await house.get('/v1/sops', { key })).status).toBe(401);
  });

  it('shows whether the server lives, can work, and what it can be asked', async () => {
    for (const path of open) expect((await house.get(path, { key: null })).status).toBe(200);
    house.temporal.answers = false;
    expect(await house.get('/readyz', { key: null })).toMatchObject({ status: 503, body: { database: 'ok', temporal: 'away' } });
    house.temporal.answers = true;
  });
});

describe('with a key', () => {
  it('403 without the scope, which is named', async () => {
    const key = await house.keyWith(['tasks:read']);
    expect((await house.get('/v1/tasks', { key })).status).toBe(200);
    const answer = await house.post('/v1/events', aDischarge(), { key });
    expect(answer).toMatchObject({ status: 403, body: { type: '/problems/scope-missing' } });
    expect(answer.body.title).toContain('events:write');
  });

  it('401 from the moment a key is revoked', async () => {
    const key = await house.keyWith(['tasks:read']);
    expect((await house.get('/v1/tasks', { key })).status).toBe(200);
    await house.tx((tx) => revokeApiKey(tx, { id: key, at: house.clock.now }));
    expect((await house.get('/v1/tasks', { key })).status).toBe(401);
  });

  it('404 and 405 as problems', async () => {
    expect(await house.get('/v1/nothing')).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
    const wrong = await house.ask('DELETE', '/v1/tasks/1');
    expect(wrong).toMatchObject({ status: 405, body: { type: '/problems/method-not-allowed' } });
    expect(wrong.headers.get('allow')).toContain('GET');
  });

  it.each([
    ['no JSON', '{"name": ', 400, 'malformed-json'],
    ['no UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), 400, 'malformed-json'],
    ['nothing', '', 400, 'body-missing'],
    ['too much', `"${'x'.repeat(300_000)}"`, 413, 'too-large'],
    ['a list', '[]', 422, 'invalid-request'],
    ['null', 'null', 422, 'invalid-request'],
    ['NUL in a text', '{"name": "a\\u0000"}', 422, 'invalid-request'],
    ['half a character', '{"name": "\\ud800"}', 422, 'invalid-request'],
    ['what is nested without end', '['.repeat(50_000) + ']'.repeat(50_000), 422, 'invalid-request'],
  ])('a body that is %s', async (_what, raw, status, code) => {
    const answer = await house.post('/v1/events', undefined, { raw, headers: { 'content-type': 'application/json' } });
    expect(answer.body).toMatchObject({ status, type: `/problems/${code}` });
  });

  it('415 for a body that is not JSON', async () => {
    expect(
      (await house.post('/v1/events', undefined, { raw: 'name=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } }))
        .status,
    ).toBe(415);
  });

  it('says it in the caller’s language', async () => {
    const zh = await house.get('/v1/nothing', { headers: { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' } });
    expect(zh.body.title).toBe('没有这个地址。');
  });

  it('measures requests and what waits, without patients', async () => {
    await house.post('/v1/events', aDischarge({ patient: { externalId: 'MR-778899', name: '孙晓梅' } }));
    const { text } = await house.get('/metrics');
    expect(text).toMatch(/aftercare_http_request_seconds_count\{method="POST",route="\/v1\/events",status="202"\} \d+/);
    expect(text).toMatch(/aftercare_waiting\{of="events"\} [1-9]/);
    expect(text).not.toContain('778899');
  });

  it('logs no patient', async () => {
    await house.get('/v1/patients/MR-778899');
    await house.get('/v1/tasks?patient=MR-778899');
    await house.post(
      '/v1/events',
      aDischarge({ name: 'no.such', patient: { externalId: 'MR-778899', name: '孙晓梅', phone: '13800009999' } }),
    );
    const log = house.lines.join('');
    expect(log).toContain('"/v1/patients/{externalId}"');
    for (const secret of ['778899', '孙晓梅', '9999', 'a-key-for-tests']) expect(log).not.toContain(secret);
  });
});

describe('openapi.json', () => {
  const routes = () =>
    handlers({ observe: () => undefined, text: async () => '', contentType: '' }).map(
      ({ operation }) => `${operation.method} ${operation.path}`,
    );

  it('has every route there is, and no other', async () => {
    const { body } = await house.get('/openapi.json', { key: null });
    const documented = Object.entries(body.paths as Record<string, object>).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method} ${path}`),
    );
    const served = [...routes(), 'post /v1/webhooks/sandbox/{hospital}', ...open.map((path) => `get ${path}`)];
    expect(documented.sort()).toEqual(served.sort());
    for (const line of documented) {
      const [method = '', path = ''] = line.split(' ');
      const answer = await house.ask(method.toUpperCase(), addressed(path), method === 'get' ? undefined : {});
      expect([line, [404, 405].includes(answer.status) && answer.body.title === 'There is nothing at this address.']).toEqual([
        line,
        false,
      ]);
    }
  });

  it('is OpenAPI 3.1 whose references all lead somewhere', async () => {
    const { body, text } = await house.get('/openapi.json', { key: null });
    expect(body.openapi).toBe('3.1.0');
    const references = [...text.matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)].map(
      ([, kind, name]) => body.components[kind!]?.[name!],
    );
    expect(references.length).toBeGreaterThan(20);
    expect(references.every((found) => found !== undefined)).toBe(true);
    const ids = Object.values(body.paths as Record<string, Record<string, { operationId: string }>>).flatMap((item) =>
      Object.values(item).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });
});
