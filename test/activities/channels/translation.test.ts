import { describe, expect, it } from 'vitest';
import type { Question } from '../../../engine/plan.ts';
import { shownQuestion } from '../../../activities/channels/questions.ts';
import { createRegistry } from '../../../activities/channels/registry.ts';
import { createSandboxChannels } from '../../../activities/channels/sandbox.ts';
import { parseReport } from '../../../activities/channels/sandbox-report.ts';

describe('what the sandbox reports', () => {
  it.each([
    {},
    { id: 'r', time: '2026-03-10T09:00:00Z', type: 'receipt', key: 'k', status: 'LOST' },
    { id: 'r', time: 'yesterday', type: 'receipt', key: 'k', status: 'READ' },
    { id: 'r', time: '2026-03-10T09:00:00Z', type: 'receipt', key: 'k', status: 'FAILED' },
    'not json',
  ])('%j is no report', (body) => {
    expect(() => parseReport(body)).toThrow();
  });
});

describe('questions as a patient sees them', () => {
  const question: Question = {
    name: 'pain',
    label: {
      kind: 'words',
      in: { 'zh-CN': ['疼吗，', { name: 'patient.name', filters: [{ name: 'default', argument: '您' }] }], en: ['Pain?'] },
    },
    type: 'choice',
    options: [{ code: 'a', label: { kind: 'words', in: { 'zh-CN': ['疼'] } }, points: 3 }],
    if: { source: 'sleep == "no"', uses: ['sleep'], line: 1, column: 1 },
  };

  it('are in the patient’s language, else in the first there is', () => {
    expect(shownQuestion(question, 'en')).toMatchObject({ label: 'Pain?', options: [{ code: 'a', label: '疼' }] });
    expect(shownQuestion(question, 'fr').label).toBe('疼吗，您');
  });

  it('keep their condition as words and never show the points', () => {
    expect(shownQuestion(question, 'zh-CN')).toEqual({
      name: 'pain',
      label: '疼吗，您',
      type: 'choice',
      options: [{ code: 'a', label: '疼' }],
      if: 'sleep == "no"',
    });
  });
});

describe('the registry', () => {
  const channels = createSandboxChannels({ url: 'http://127.0.0.1:3001', token: 'a', timeoutMs: 100 });

  it('gives a channel by its name, and nothing for a name it does not have', () => {
    const registry = createRegistry(channels);
    expect(registry.get('sms')?.name).toBe('sms');
    expect(registry.get('fax')).toBeUndefined();
    expect(registry.names).toHaveLength(9);
  });

  it('two of one name are a mistake of the start', () => {
    expect(() => createRegistry([...channels, ...channels])).toThrow('wechat');
  });
});
