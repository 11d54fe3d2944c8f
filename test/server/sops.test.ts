import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { aHouse, type Json } from './house.ts';

const house = await aHouse({ sops: ['cardiology/pci-discharge', 'activation/caring-call'] });
const pci = readFileSync('sops/cardiology/pci-discharge.yaml', 'utf8');
const wound = `sop: surgery/wound-check
title: 术后伤口随访
start:
  when: encounter.discharged
  if: encounter.department == "surgery"
dates:
  day_0: encounter.discharge_date
people:
  nurse: { team: surgery-nurses, above: head_nurse }
  head_nurse: { team: surgery-head-nurse }
steps:
  - id: call
    title: 电话问伤口
    day: 1
    at: 09:00
    call: { by: nurse }
    ask:
      pain: { label: 疼痛, type: number, min: 0, max: 10 }
    due: 1 day
`;

describe('POST /v1/sop-checks', () => {
  it('names every mistake with its place, in the reader’s language', async () => {
    const text = wound.replace('due: 1 day', 'due: 1d').replace('by: nurse', 'by: nurs');
    const { status, body } = await house.post('/v1/sop-checks', { text }, { headers: { 'accept-language': 'zh-CN' } });
    expect(status).toBe(200);
    const errors = body.diagnostics.filter(({ severity }: Json) => severity === 'error');
    expect(errors.map(({ code, line }: Json) => `${line} ${code}`)).toEqual(['16 unknown-role', '19 short-unit']);
    expect(errors[0]).toMatchObject({
      file: 'sop.yaml',
      column: expect.any(Number),
      endLine: 16,
      message: expect.stringMatching(/\p{Script=Han}/u),
      mend: expect.any(String),
    });
    const english = await house.post('/v1/sop-checks', { files: [{ path: 'a.yaml', text }] });
    expect(english.body.diagnostics[0].message).not.toMatch(/\p{Script=Han}/u);
  });

  it('knows the hospital’s libraries', async () => {
    const { body } = await house.post('/v1/sop-checks', { text: pci });
    expect(body.diagnostics.filter(({ severity }: Json) => severity === 'error')).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['no YAML', '{{{{ ]]]] : : "'],
    ['NUL and half characters', 'sop: a/b\u0000\ud800\ntitle: x'],
    [
      'an alias bomb',
      `a: &a [x,x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*${i === 0 ? 'a' : `b${i - 1}`}, *${i === 0 ? 'a' : `b${i - 1}`}]`).join('\n')}`,
    ],
    ['deep nesting', '['.repeat(5_000)],
    ['a hostile condition', wound.replace('encounter.department == "surgery"', `${'('.repeat(2_000)}1`)],
    ['more than a file may have', `# ${'很'.repeat(180_000)}\n${wound}`],
  ])('answers %s', async (_what, text) => {
    const began = performance.now();
    const { status, body } = await house.post('/v1/sop-checks', { text });
    expect(status).toBe(200);
    expect(body.diagnostics.some(({ severity }: Json) => severity === 'error')).toBe(true);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('answers bytes that are no UTF-8', async () => {
    const base64 = Buffer.concat([Buffer.from('sop: a/b\ntitle: '), Buffer.from([0xb0, 0xa1])]).toString('base64');
    const { body } = await house.post('/v1/sop-checks', { files: [{ path: 'gbk.yaml', base64 }] });
    expect(body.diagnostics).toMatchObject([{ code: 'not-utf8', line: 2 }]);
  });

  it('413 for far too much, 422 for paths that lead elsewhere', async () => {
    expect((await house.post('/v1/sop-checks', { text: 'x'.repeat(5 * 1024 * 1024) })).status).toBe(413);
    expect((await house.post('/v1/sop-checks', { files: [{ path: '../etc/x.yaml', text: '' }] })).status).toBe(422);
  });
});

describe('POST /v1/sop-plans', () => {
  it('lists every touch with its instant', async () => {
    const { status, body } = await house.post('/v1/sop-plans', { text: pci, day0: '2026-11-24' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ sop: 'cardiology/pci-discharge', day0: '2026-11-24', zone: 'Asia/Shanghai' });
    expect(body.touches).toContainEqual(
      expect.objectContaining({
        step: 'ring',
        occurrence: '1',
        at: '2026-11-25T12:00:00.000Z',
        local: expect.stringContaining('2026-11-25 20:00'),
        kind: 'call',
        to: 'patient',
      }),
    );
  });

  it('of a published SOP by its name; for a patient elsewhere on that clock', async () => {
    const { body } = await house.post('/v1/sop-plans', { sop: 'cardiology/pci-discharge', day0: '2026-11-24', zone: 'Asia/Urumqi' });
    expect(body.touches.find(({ step, occurrence }: Json) => step === 'ring' && occurrence === '1').at).toBe('2026-11-25T14:00:00.000Z');
  });

  it('422 with the mistakes of a SOP that has some', async () => {
    const { status, body } = await house.post('/v1/sop-plans', { text: wound.replace('1 day', '1d'), day0: '2026-11-24' });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      type: '/problems/sop-mistakes',
      diagnostics: expect.arrayContaining([expect.objectContaining({ code: 'short-unit' })]),
    });
  });
});

describe('POST /v1/versions', () => {
  const files = [{ path: 'sops/surgery/wound-check.yaml', text: wound }];

  it('publishes; the same plan again is the same version, other words another', async () => {
    const first = await house.post('/v1/versions', { files, note: '第一版' });
    expect(first).toMatchObject({ status: 201, body: { published: [{ sop: 'surgery/wound-check', version: 1, isNew: true }] } });
    const remarked = [{ ...files[0]!, text: `# 备注\n${wound}` }];
    expect((await house.post('/v1/versions', { files: remarked })).body.published).toMatchObject([{ version: 1, isNew: false }]);
    const changed = [{ ...files[0]!, text: wound.replace('09:00', '10:00') }];
    expect((await house.post('/v1/versions', { files: changed })).body.published).toMatchObject([{ version: 2, isNew: true }]);
    const shown = await house.get('/v1/sops/surgery/wound-check?version=1');
    expect(shown.body).toMatchObject({
      version: 1,
      note: '第一版',
      sources: { 'sops/surgery/wound-check.yaml': wound },
      steps: [{ id: 'call', kind: 'call', questions: ['pain'] }],
    });
    expect((await house.get('/v1/sops')).body.sops).toContainEqual(
      expect.objectContaining({ sop: 'surgery/wound-check', version: 2, running: 0 }),
    );
  });

  it('publishes nothing if one file has a mistake', async () => {
    const answer = await house.post('/v1/versions', {
      files: [
        { path: 'sops/surgery/ok.yaml', text: wound.replace('wound-check', 'ok') },
        { path: 'sops/surgery/bad.yaml', text: wound.replace('wound-check', 'bad').replace('1 day', '1d') },
      ],
    });
    expect(answer).toMatchObject({ status: 422, body: { type: '/problems/sop-mistakes' } });
    expect((await house.get('/v1/sops/surgery/ok')).status).toBe(404);
  });

  const tests = (at: string) => `tests: surgery/wound-check
patients:
  wang: { name: 王芳 }
cases:
  - case: 第二天九点打电话
    patient: wang
    start:
      event: encounter.discharged
      at: 2026-11-24 10:00
      encounter: { department: surgery, discharge_date: 2026-11-24 10:00 }
    expect:
      - { step: call, at: day 1 ${at} }
`;

  it('publishes nothing whose own tests fail', async () => {
    const sent = (at: string, text: string) => ({
      files: [
        { path: 'sops/surgery/wound-check.yaml', text },
        { path: 'sops/surgery/wound-check.test.yaml', text: tests(at) },
      ],
    });
    const eleven = wound.replace('09:00', '11:00');
    const failed = await house.post('/v1/versions', sent('09:00', eleven), { headers: { 'accept-language': 'zh' } });
    expect(failed).toMatchObject({
      status: 422,
      body: {
        type: '/problems/sop-mistakes',
        diagnostics: [{ code: 'test-failed', file: 'sops/surgery/wound-check.test.yaml', line: 12 }],
      },
    });
    expect(failed.body.diagnostics[0].message).toContain('第二天九点打电话');
    expect((await house.post('/v1/versions', sent('11:00', eleven))).body.published).toMatchObject([
      { sop: 'surgery/wound-check', isNew: true },
    ]);
    // Tests of before say nothing about a later file.
    expect(
      (await house.post('/v1/versions', { text: wound.replace('09:00', '14:00'), path: 'sops/surgery/wound-check.yaml' })).status,
    ).toBe(201);
  });

  it('puts libraries in force', async () => {
    const library = 'library: surgery/department\ntitle: 外科\npeople:\n  matron: { team: surgery-matron }\n';
    const answer = await house.post('/v1/versions', { files: [{ path: 'sops/surgery/department.yaml', text: library }] });
    expect(answer).toMatchObject({ status: 201, body: { published: [], libraries: ['sops/surgery/department.yaml'] } });
    const used = wound.replace('by: nurse', 'by: matron');
    expect(
      (await house.post('/v1/sop-checks', { text: used })).body.diagnostics.filter(({ code }: Json) => code === 'unknown-role'),
    ).toEqual([]);
  });
});
