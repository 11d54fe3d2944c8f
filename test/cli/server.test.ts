/** The commands that speak to the server, as child processes against the real application. */
import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aHouse, apiKey } from '../server/house.ts';
import type { Status } from '../../cli/show-status.ts';
import { aFolder, aftercare, asJson, projectRoot } from './aftercare.ts';
import type { How, Ran } from './aftercare.ts';

const house = await aHouse({ sops: ['cardiology/pci-discharge', 'activation/caring-call'] });
const ask = (args: string[], how: How = {}): Promise<Ran> =>
  aftercare(args, { ...how, env: { LANG: 'en_US.UTF-8', AFTERCARE_URL: house.url, AFTERCARE_API_KEY: apiKey, ...how.env } });

const discharge = [
  '--object',
  'encounter.department=cardiology',
  '--object',
  'encounter.procedures=36.06',
  '--object',
  'encounter.discharge_date=2026-11-24 11:00',
];

describe('event', () => {
  it('is stored; the same id again changes nothing', async () => {
    const told = [
      'event',
      'encounter.discharged',
      '--patient',
      'P-1',
      '--name',
      '王芳',
      '--phone',
      '13800001001',
      '--id',
      'A03-1',
      '--object',
      'encounter.id=E-1',
      ...discharge,
    ];
    expect(await ask(told)).toEqual({ code: 0, err: '', out: '✓ stored as A03-1\n' });
    expect((await ask(told)).out).toBe('– A03-1 was here already; nothing changes\n');
    await house.dispatch();
    const { body } = await house.get('/v1/patients/P-1/touches');
    expect(body.touches.length).toBeGreaterThan(0);
  });

  it('from a file, what is written beside it wins', async () => {
    const folder = aFolder({
      'event.json': JSON.stringify({ id: 'from-file', name: 'lab.done', patient: { externalId: 'P-2' }, fields: { code: 'x', value: 3 } }),
    });
    const ran = await ask(
      ['event', '--file', 'event.json', '--patient', 'P-3', '--name', '李明', '--field', 'code=coagulation', '--format', 'json'],
      {
        cwd: folder,
      },
    );
    expect([ran.code, asJson(ran)]).toEqual([0, { id: 'from-file', received: 'new', patientKnown: true }]);
  });

  it('a patient whom nobody knows: it is kept, and said', async () => {
    const { code, out } = await ask(['event', 'lab.done', '--patient', 'P-99', '--field', 'code=x']);
    expect([code, out]).toEqual([0, expect.stringContaining('Nobody knows this patient yet')]);
  });

  it('a field that cannot be is named, exit code 1', async () => {
    const ran = await ask(['event', 'encounter.discharged', '--patient', 'P-1', '--object', 'encounter.discharge_date=tomorrow']);
    expect([ran.code, ran.out]).toEqual([1, '']);
    expect(ran.err).toContain('encounter.discharge_date');
  });
});

describe('enroll and status', () => {
  it('a patient is taken in by hand, and then not a second time', async () => {
    const wish = ['enroll', 'activation/caring-call', '--patient', 'P-20', '--name', '方明', '--because', 'three months without a visit'];
    const first = await ask([...wish, '--format', 'json']);
    expect(first.code).toBe(0);
    const { id } = asJson<{ id: string }>(first);
    const shown = await ask(['status', '--enrollment', id]);
    expect(shown.code).toBe(0);
    expect(shown.out).toContain('activation/caring-call');
    expect(shown.out).toMatch(/2026-11-24 10:00 +call +caring/);
    const again = await ask(wish);
    expect([again.code, again.out]).toEqual([1, '']);
  });

  it('in mid-course: what was done before is not done again', async () => {
    const history = [{ step: 'pain', occurrence: '1', outcome: 'answered', at: '2026-11-22 09:10', answers: { score: 2 } }];
    const folder = aFolder({ 'history.json': JSON.stringify(history) });
    const wish = [
      'enroll',
      'cardiology/pci-discharge',
      '--patient',
      'P-21',
      '--name',
      '赵敏',
      '--history',
      'history.json',
      '--object',
      'encounter.discharge_date=2026-11-21',
    ];
    const ran = await ask([...wish, '--format', 'json'], { cwd: folder });
    expect(ran.code).toBe(0);
    const { body } = await house.get(`/v1/enrollments/${asJson<{ id: string }>(ran).id}`);
    expect(body.touches).toContainEqual(expect.objectContaining({ step: 'pain', occurrence: '1', outcome: 'answered' }));
  });

  it('an SOP that is not there, an enrollment that is not there: exit code 1 and what the server says', async () => {
    const [sop, enrollment] = await Promise.all([ask(['enroll', 'no/such', '--patient', 'P-1']), ask(['status', '--enrollment', 'none'])]);
    expect([sop.code, sop.out, enrollment.code, enrollment.out]).toEqual([1, '', 1, '']);
    expect(sop.err).toMatch(/^aftercare: \S/);
    expect(enrollment.err).toMatch(/^aftercare: \S/);
  });

  it('the day reconciles: planned = ended + open', async () => {
    const ran = await ask(['status', '--format', 'json']);
    const status = asJson<Status>(ran);
    expect(status).toMatchObject({ day: '2026-11-24', zone: 'Asia/Shanghai', sound: true });
    expect(status.planned).toBe(status.ended + status.open);
    expect(status.planned).toBeGreaterThan(0);
    expect(ran.code).toBe(0);
    const text = await ask(['status', '--lang', 'zh']);
    expect(text.out).toContain(`计划 ${status.planned} = 结束 ${status.ended} + 进行中 ${status.open}`);
    expect(text.out).toContain('✓ 全部对得上');
  });

  it('what does not reconcile is named, exit code 1', async () => {
    house.clock.now += 3 * 24 * 3_600_000;
    const { code, out } = await ask(['status']);
    expect(code).toBe(1);
    expect(out).toMatch(/✗ \d+ past its moment, and nobody woke/);
    expect(out).toContain('✗ it does not reconcile');
  });
});

describe('publish', () => {
  const text = readFileSync(join(projectRoot, 'sops/service/complaint.yaml'), 'utf8');

  it('a version, once; the same again is no new one', async () => {
    const folder = aFolder({ 'sops/service/complaint.yaml': text });
    const wish = ['publish', 'sops/service/complaint.yaml', '--note', 'the first'];
    expect(await ask(wish, { cwd: folder })).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('✓ service/complaint is published as version 1\n'),
    });
    writeFileSync(join(folder, 'sops/service/complaint.yaml'), `${text}# a remark\n`);
    expect((await ask(wish, { cwd: folder })).out).toContain('– service/complaint has not changed: still version 1\n');
  });

  it('mistakes are shown as check shows them, and nothing is published', async () => {
    const folder = aFolder({ 'complaint.yaml': text.replace('due: 48 hours', 'due: 48h') });
    const ran = await ask(['publish', 'complaint.yaml'], { cwd: folder });
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(/complaint\.yaml:\d+:\d+ short-unit .+\n +due: 48h\n +\^~~/);
    expect(ran.out).toContain('Nothing was published.');
  });
});

it('a key that is not accepted: exit code 2', async () => {
  const ran = await ask(['status'], { env: { AFTERCARE_API_KEY: 'wrong-key-wrong-key' } });
  expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringContaining('The key is not accepted (401)') });
});

it('--url and --key win over the environment', async () => {
  const ran = await ask(['status', '--url', house.url, '--key', apiKey, '--format', 'json'], {
    env: { AFTERCARE_URL: 'http://127.0.0.1:1', AFTERCARE_API_KEY: 'other' },
  });
  expect(asJson<Status>(ran).zone).toBe('Asia/Shanghai');
});
