import fc from 'fast-check';
import { expect, it } from 'vitest';
import { operations } from '../../server/contract/operations.ts';
import { openApiDocument } from '../../server/contract/openapi.ts';
import { aDischarge, aHouse, day, morning } from './house.ts';

const house = await aHouse();
await house.post('/v1/events', aDischarge());
await house.dispatch();
const enrollment: string = (await house.get('/v1/patients/P1')).body.enrollments[0].id;
await house.wakeUntil(enrollment, morning + 3 * day);
const task: number = (await house.get('/v1/tasks')).body.tasks[0].id;

const addressed = (path: string): string =>
  path.replace('/tasks/{id}', `/tasks/${task}`).replace('/enrollments/{id}', `/enrollments/${enrollment}`).replace('{externalId}', 'P1').replace('{hospital}', 'default').replace('{department}/{name}', 'cardiology/pci-discharge'); // prettier-ignore

/** Names and words that the interface knows, so that what is sent is nearly right. */
const document = JSON.stringify(openApiDocument());
const known = [...new Set([...document.matchAll(/"([a-zA-Z_.]{2,24})"/g)].map(([, word]) => word!))];
const scalar = fc.oneof(fc.constantFrom(...known), fc.string(), fc.string({ unit: 'binary' }), fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.constantFrom('2026-11-25', '2026-11-25T09:00:00Z', '13800000001', '0001-01-01T00:00', '2199-12-31T23:59:59.999Z', '\u0000', '\ud800', '__proto__', 'day_0', 'P1', enrollment)); // prettier-ignore
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...known), fc.string()), tie('tree'), { maxKeys: 6 }),
  ),
}));

const shaped: Record<string, fc.Arbitrary<unknown>> = {
  '/v1/events': fc.record({ name: fc.constantFrom('encounter.discharged', 'lab.done', 'custom.x', 'patient.died', 'appointment.moved', 'enrollment.requested'), patient: fc.record({ externalId: fc.constantFrom('P1', 'P9', 'x y'), name: scalar, fields: tree }, { requiredKeys: ['externalId'] }), fields: tree, encounter: tree, at: scalar, id: scalar }, { requiredKeys: ['name'] }), // prettier-ignore
  '/v1/enrollments': fc.record({ sop: fc.constantFrom('cardiology/pci-discharge', 'a/b'), patient: fc.record({ externalId: fc.constantFrom('P1', 'P8'), name: scalar }, { requiredKeys: ['externalId'] }), dates: fc.dictionary(fc.constantFrom('day_0', 'x'), scalar), history: fc.array(fc.record({ step: fc.constantFrom('pain', 'ring', 'video', 'x'), occurrence: fc.constantFrom('1', '-1', 'once', '~'), outcome: scalar, at: fc.constantFrom('2026-11-25T09:00:00Z', '2026-11-24', '1900-01-01T00:00Z'), answers: tree }, { requiredKeys: ['step', 'at'] }), { maxLength: 3 }), startedAt: scalar, encounter: tree }, { requiredKeys: ['sop', 'patient'] }), // prettier-ignore
  '/v1/enrollments/{id}/previews': fc.record({ change: fc.record({ do: fc.constantFrom('move_date', 'pause', 'resume', 'stop', 'cancel_touch'), date: fc.constantFrom('day_0', 'x'), value: scalar, until: scalar, touch: scalar }, { requiredKeys: ['do'] }) }), // prettier-ignore
  '/v1/tasks/{id}/complete': fc.record({ result: fc.constantFrom('done', 'reached', 'refused', 'not_done', 'x'), answers: tree, reason: scalar, by: scalar }, { requiredKeys: ['result'] }), // prettier-ignore
  '/v1/sop-plans': fc.record({ sop: fc.constantFrom('cardiology/pci-discharge', 'x'), day0: scalar, dates: tree, patient: tree, zone: scalar, until: scalar }, { requiredKeys: ['sop', 'day0'] }), // prettier-ignore
};

const posts = operations.filter(({ method, scope }) => (method === 'post' || method === 'put') && scope !== 'signature');
it.each(posts.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
  '%s never fails, whatever is sent',
  async (_name, { method, path }) => {
    const body = shaped[path] ? fc.oneof(shaped[path], tree) : tree;
    await fc.assert(
      fc.asyncProperty(body, async (sent) => {
        const answer = await house.ask(method.toUpperCase(), addressed(path), sent === undefined ? null : sent);
        if (answer.status >= 500)
          expect({ sent, answer: answer.body, log: house.lines.filter((line) => line.includes('failed')).at(-1) }).toBe('no failure');
        if (answer.status >= 400)
          expect(answer.body).toMatchObject({
            type: expect.stringContaining('/problems/'),
            status: answer.status,
            title: expect.any(String),
          });
      }),
      { numRuns: 60 },
    );
  },
);

it('addresses never fail either', async () => {
  const gets = operations.filter(({ method, scope }) => method === 'get' && scope);
  const piece = fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }).filter((text) => !/\p{Surrogate}/u.test(text)).map(encodeURIComponent), fc.constantFrom('%00', '%E0%A4%A', '..', '99999999999999999999', '-1', "'", 'P1')); // prettier-ignore
  const query = fc.array(fc.tuple(fc.constantFrom('limit', 'after', 'team', 'until', 'version', 'patient', 'from', 'x'), piece), {
    maxLength: 3,
  });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...gets), piece, query, async ({ path }, part, asked) => {
      const url = `${path.replace(/\{\w+\}/g, part)}?${asked.map(([name, value]) => `${name}=${value}`).join('&')}`;
      const answer = await house.get(url);
      if (answer.status >= 500)
        expect({ url, answer: answer.body, log: house.lines.filter((line) => line.includes('failed')).at(-1) }).toBe('no failure');
    }),
    { numRuns: 200 },
  );
});
