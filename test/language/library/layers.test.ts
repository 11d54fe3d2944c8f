import { describe, expect, it } from 'vitest';
import { compile } from '../../../language/compile/compile.ts';
import { houseRules } from '../../../language/compile/house.ts';
import { check } from '../../../language/check.ts';
import { aFile, aSop, said, shipped } from '../sop-files.ts';

const names = { hospital: { name: '示范医院', phone: '0571-1' } };
const sop = (text: string) => aFile('sops/surgery/wound-check.yaml', text);
const using = (...libraries: string[]) => aSop({ head: `sop: surgery/wound-check\ntitle: 术后\nuse: [${libraries.join(', ')}]` });

describe('files put together', () => {
  const first = aFile(
    'sops/a/first.yaml',
    'library: a/first\ntitle: 一\nfacts:\n  old: patient.age > 70\n  far: patient.distance_km > 50\ncontact:\n  alarm_words: [大出血]\n  late: 1 hour\n',
  );
  const second = aFile(
    'sops/a/second.yaml',
    'library: a/second\ntitle: 二\nfacts:\n  old: patient.age > 80\ncontact:\n  alarm_words: [发烧]\n',
  );
  const both = using('a/first', 'a/second').replace('    day: 1', '    if: [old, far]\n    day: 1');
  const { plan } = compile('surgery/wound-check', [sop(both), first, second, ...shipped]);

  it('later wins, entry by entry', () => {
    expect(plan!.facts.old).toMatchObject({ source: 'patient.age > 80', file: 'sops/a/second.yaml', line: 4 });
    expect(plan!.facts.far!.source).toBe('patient.distance_km > 50');
    expect(plan!.contact.late).toEqual({ amount: 1, unit: 'hour' });
  });

  it('alarm words add up', () => expect(plan!.contact.alarmWords).toEqual(['大出血', '发烧']));

  it('facts that nothing uses do not come into the plan', () => {
    expect(compile('surgery/wound-check', [sop(using('a/first')), first, ...shipped]).plan!.facts).toEqual({});
  });

  it('a SOP that uses a SOP is a variant of it: what it does not say is the base’s', () => {
    const variant = compile('cardiology/hypertension-revisit', shipped).plan!;
    expect(variant.title).toEqual({ kind: 'words', in: { 'zh-CN': ['高血压按时复诊'] } });
    expect(variant.steps.map(({ id }) => id)).toEqual(['due_soon', 'overdue']);
    expect(variant.steps[0]!.when.offset).toEqual({ span: { amount: 1, unit: 'month' }, direction: 'after' });
    expect(variant.start).toMatchObject({ on: 'event', if: [{ source: 'has_code(event.code, ["I10", "I11"])' }] });
    expect(variant.steps[0]!.file).toBe('sops/chronic/revisit.yaml');
  });

  it('a base is published by those who use it, and checked with the settings of its tests', () => {
    expect(compile('chronic/revisit', shipped).diagnostics.map(({ code }) => code)).toContain('setting-required');
    const base = shipped.filter(({ path }) => path.includes('chronic/'));
    expect(
      check(base, { library: shipped })
        .diagnostics.filter(({ severity }) => severity === 'error')
        .map(said),
    ).toEqual([]);
  });

  it('on a library that cannot be read properly nothing is published', () => {
    const broken = aFile('sops/a/first.yaml', 'library: a/first\ntitle: 一\nfacts:\n  old: patient.age > 70\n  old: patient.age > 80\n');
    const { plan, diagnostics } = compile('surgery/wound-check', [sop(using('a/first')), broken, ...shipped]);
    expect(plan).toBeUndefined();
    expect(diagnostics.map(said)).toContain('a/first.yaml:5:3 duplicate-key');
  });

  it('a file that nobody uses may be as wrong as it likes', () => {
    const broken = aFile('sops/a/first.yaml', 'library: a/first\ntitle: [\n');
    expect(compile('surgery/wound-check', [sop(aSop()), broken, ...shipped]).plan).toBeDefined();
  });

  it('files that use each other are told once', () => {
    const a = aFile('sops/a/a.yaml', 'library: a/a\ntitle: 一\nuse: [a/b]\n');
    const b = aFile('sops/a/b.yaml', 'library: a/b\ntitle: 二\nuse: [a/a]\n');
    const { diagnostics } = compile('surgery/wound-check', [sop(using('a/a')), a, b, ...shipped]);
    expect(diagnostics.map(said)).toEqual(['a/b.yaml:3:7 use-cycle']);
  });

  it('a setting stands inside a phrase, too, and its mistakes are told where it is used', () => {
    const text = (visit: string) => aSop({ more: `settings:\n  visit_day: ${visit}` }).replace('due: 4 hours', 'due: until day $visit_day');
    expect(compile('surgery/wound-check', [sop(text('3')), ...shipped]).plan!.steps[0]!.wait.due).toEqual({ kind: 'day', day: 3 });
    expect(compile('surgery/wound-check', [sop(text('soon')), ...shipped]).diagnostics.map(said)).toEqual([
      'surgery/wound-check.yaml:18:10 bad-until',
    ]);
  });

  it('a price in a text is no setting', () => {
    const text = aSop().replace('title: 看伤口', 'title: 收费 $extra 元');
    expect(compile('surgery/wound-check', [sop(text), ...shipped]).diagnostics).toEqual([]);
  });
});

describe('house rules', () => {
  it('are the hospital’s', () => {
    const house = houseRules(shipped, names);
    expect(house.contact).toMatchObject({
      hours: { from: '08:30', to: '21:00' },
      via: ['wechat', 'sms'],
      late: { amount: 12, unit: 'hour' },
      atMost: { times: 3, per: 'day' },
      noWay: 'service',
    });
    expect(house.contact.viaIf).toMatchObject([{ if: [{ source: 'patient.age >= 75' }], via: ['voice', 'sms', 'paper'] }]);
    expect(house.contact.tries).toEqual([
      { reach: 'patient', via: 'phone', times: 3, every: { amount: 2, unit: 'hour' } },
      { reach: 'family', via: 'phone', times: 1 },
    ]);
    expect(house.people.service).toEqual({ team: 'patient-service', above: 'service_head' });
    expect(house.systems).toEqual({ office: { title: '院办系统' } });
    expect(house.calendars.cn).toMatchObject({ workWeek: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'], knownUntil: '2026-12-31' });
    expect(house.calendars.cn!.holidays[0]).toEqual({ name: '元旦', from: '2026-01-01', to: '2026-01-03' });
  });

  it('the department’s are laid over them', () => {
    const department = aFile(
      'sops/surgery/department.yaml',
      'library: surgery/department\ntitle: 外科\ncontact:\n  hours: 09:00 to 18:00\n  alarm_words: [伤口裂开]\npeople:\n  director: { team: surgery-director }\n',
    );
    const house = houseRules([...shipped, department], names, 'surgery');
    expect(house.contact.hours).toEqual({ from: '09:00', to: '18:00' });
    expect(house.contact.alarmWords).toEqual(expect.arrayContaining(['胸痛', '伤口裂开']));
    expect(house.people).toMatchObject({ director: { team: 'surgery-director' }, service: { team: 'patient-service' } });
  });

  it('a department’s file counts for its SOPs alone', () => {
    const department = aFile(
      'sops/surgery/department.yaml',
      'library: surgery/department\ntitle: 外科\npeople:\n  porter: { team: porters, above: director }\n',
    );
    const text = aSop().replace('by: nurse', 'by: porter');
    expect(compile('surgery/wound-check', [sop(text), department, ...shipped]).plan?.people).not.toHaveProperty('porter');
    const other = aFile('sops/medicine/wound-check.yaml', text.replace('surgery/', 'medicine/'));
    expect(compile('medicine/wound-check', [other, department, ...shipped]).diagnostics.map(({ code }) => code)).toContain('unknown-role');
  });
});

describe('libraries and calendars by themselves', () => {
  const wrong = (path: string, text: string) => check([aFile(path, text)], { library: shipped }).diagnostics.map(said);

  it('a calendar', () => {
    expect(
      wrong(
        'sops/calendars/x.yaml',
        'calendar: x\ntitle: 历\nwork_week: Mon to Freitag\nwork_hours: [08:00 to 12:00]\nholidays:\n  元旦: 2026-13-01\n',
      ),
    ).toEqual(['calendars/x.yaml:3:12 wrong-type', 'calendars/x.yaml:6:7 wrong-type']);
  });

  it('a text that is picked needs words for all others', () => {
    expect(wrong('sops/a/x.yaml', 'library: a/x\ntitle: 库\ntexts:\n  hello:\n    pick: patient.sex\n    male: |\n      先生\n')).toEqual([
      'a/x.yaml:5:5 other-missing',
    ]);
  });

  it('a library', () => {
    expect(
      wrong(
        'sops/a/x.yaml',
        'library: a/x\ntitle: 库\nfacts:\n  old: pacient.age > 70\nforms:\n  f:\n    questions:\n      a: { type: yes_no }\nstpes: []\n',
      ),
    ).toEqual(['a/x.yaml:4:8 unknown-variable', 'a/x.yaml:8:7 label-missing', 'a/x.yaml:9:1 unknown-key']);
  });
});
