import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../language/diagnostic.ts';
import { catalogue } from '../../../language/diagnostics/catalogue.ts';
import type { DiagnosticCode } from '../../../language/diagnostics/codes.ts';
import { diagnostic } from '../../../language/diagnostics/make.ts';
import { mendText, message, placeholders } from '../../../language/diagnostics/message.ts';

const codes = Object.keys(catalogue) as DiagnosticCode[];
const span = { line: 1, column: 1, endLine: 1, endColumn: 2 };

function filled(code: DiagnosticCode, without: string[] = []): Diagnostic {
  const names = placeholders(code).filter((name) => !without.includes(name));
  return { code, severity: 'error', file: 'a.yaml', span, values: Object.fromEntries(names.map((name) => [name, `<${name}>`])) };
}

describe('the catalogue', () => {
  it('has 150 codes, all in kebab case, each with both wordings', () => {
    expect(codes).toHaveLength(150);
    for (const code of codes) {
      expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(catalogue[code].zh).toMatch(/\p{Script=Han}/u);
      expect(catalogue[code].en).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it.each(codes)('%s shows every value and no brace of its own', (code) => {
    for (const language of ['en', 'zh'] as const) {
      const words = message(filled(code), language);
      const asked = [...catalogue[code][language].matchAll(/\{([A-Za-z][A-Za-z ]*)\}/g)];
      for (const [, name] of asked) expect(words).toContain(`<${name}>`);
      expect(words).not.toMatch(/\{[A-Za-z]/);
    }
  });

  it.each(codes.filter((code) => placeholders(code).includes('guess')))('%s asks nothing when there is no guess', (code) => {
    for (const language of ['en', 'zh'] as const) {
      const words = message(filled(code, ['guess']), language);
      expect(words).not.toMatch(/Did you mean|renamed|是想写|改名成|“”|\{/);
      expect(words).toMatch(/[.。]$/);
    }
  });
});

describe('diagnostic', () => {
  it('takes its severity from the catalogue', () => {
    expect(diagnostic('unused-name', 'a.yaml', span, { x: 'nurse' }).severity).toBe('hint');
    expect(diagnostic('no-end', 'a.yaml', span).severity).toBe('hint');
    expect(diagnostic('no-test', 'a.yaml', span, { step: 'call' }).severity).toBe('warning');
    expect(diagnostic('id-missing', 'a.yaml', span, { suggestion: 'call' }).severity).toBe('error');
  });

  it('a value that is forgotten is refused by the compiler', () => {
    // @ts-expect-error -- `key` is missing
    diagnostic('unknown-key', 'a.yaml', span, { guess: 'day' });
    // @ts-expect-error -- the values are missing
    diagnostic('link-missing', 'a.yaml', span);
    // @ts-expect-error -- the wording has no `y`
    diagnostic('unknown-step', 'a.yaml', span, { x: 'cal', y: 1 });
    expect(message(diagnostic('link-missing', 'a.yaml', span, { link: 'survey_link' }), 'en')).toContain('“{{ survey_link }}”');
  });

  it('says a value of two languages in the language of the reader', () => {
    const d = diagnostic('wrong-type', 'a.yaml', span, {
      key: 'day',
      expected: { en: 'a number', zh: '数字' },
      found: { en: 'a text', zh: '文字' },
    });
    expect(message(d, 'en')).toBe('“day” takes a number; here is a text.');
    expect(message(d, 'zh')).toBe('“day”要写数字，这里是文字。');
  });

  it('keeps the message one line, however long the value', () => {
    const words = message(diagnostic('bad-duration', 'a.yaml', span, { x: `one\ntwo ${'三'.repeat(9000)}` }), 'en');
    expect(words).not.toContain('\n');
    expect(words.length).toBeLessThan(300);
  });

  it('says what to write where it is known', () => {
    const without = diagnostic('bad-time', 'a.yaml', span, { x: '8:30', y: '08:30' });
    expect(mendText(without, 'en')).toBe('Replace it');
    expect(mendText({ ...without, edit: { span, text: '08:30' } }, 'en')).toBe('Replace it: write “08:30”');
    expect(mendText({ ...without, edit: { span, text: '08:30' } }, 'zh')).toContain('写成“08:30”');
  });
});
