/** SOPs: what is published, checking, the calendar one makes, publishing. */
import { z } from 'zod';
import { dateValue, instant, name, sopName, words, zone } from './common.ts';
import { operation } from './operation.ts';
import { shapeOf } from './values.ts';
import { patientFields } from '../../language/conditions/objects.ts';
import { objects } from './events.ts';

/** So much that a file just over the language's 500 KB is answered by a diagnostic, however its characters are escaped. */
const largest = 4 * 1024 * 1024;

export const diagnostic = z
  .object({
    file: z.string(),
    line: z.int(),
    column: z.int(),
    endLine: z.int(),
    endColumn: z.int(),
    code: z.string(),
    severity: z.enum(['error', 'warning', 'hint']),
    message: z.string(),
    mend: z.string(),
  })
  .meta({ id: 'Diagnostic', description: 'Lines and columns count from 1; the end is exclusive.' });
export const diagnostics = z.array(diagnostic);

const path = z
  .string()
  .min(1)
  .max(300)
  .refine((text) => /^[^\\\u0000-\u001f]+\.ya?ml$/.test(text) && !text.startsWith('/') && !text.split('/').includes('..'), {
    params: {
      code: 'bad-path',
      en: 'A path like sops/cardiology/pci-discharge.yaml.',
      zh: '路径，如 sops/cardiology/pci-discharge.yaml。',
    },
  });
const file = z
  .union([z.strictObject({ path, text: z.string() }), z.strictObject({ path, base64: z.base64() })])
  .meta({ id: 'File', description: '`base64`: the bytes as they are, whatever their encoding.' });
export const someFiles = z.union([
  z.strictObject({ text: z.string(), path: path.optional() }),
  z.strictObject({ files: z.array(file).min(1).max(200) }),
]);

const versionLine = z.object({
  sop: z.string(),
  title: z.string(),
  department: z.string(),
  version: z.int(),
  hash: z.string(),
  note: z.string().nullable(),
  publishedBy: z.string(),
  publishedAt: instant,
  running: z.int(),
});

export const getSops = operation({
  method: 'get',
  path: '/v1/sops',
  tag: 'SOPs',
  summary: 'The SOPs that are published',
  scope: 'sops:read',
  answers: { 200: { words: 'Those with their current versions', schema: z.object({ sops: z.array(versionLine) }) } },
});
export const getSop = operation({
  method: 'get',
  path: '/v1/sops/{department}/{name}',
  tag: 'SOPs',
  summary: 'A published SOP: its files and its plan',
  scope: 'sops:read',
  params: z.object({ department: z.string().regex(/^[a-z0-9-]{1,100}$/), name: z.string().regex(/^[a-z0-9-]{1,100}$/) }),
  query: z.strictObject({ version: z.coerce.number().int().min(1).max(1_000_000).optional() }),
  answers: {
    200: {
      words: 'The version',
      schema: z.object({
        sop: z.string(),
        title: z.string(),
        version: z.int(),
        hash: z.string(),
        note: z.string().nullable(),
        publishedBy: z.string(),
        publishedAt: instant,
        sources: z.record(z.string(), z.string()),
        steps: z.array(
          z.object({
            id: z.string(),
            kind: z.string(),
            title: z.string(),
            after: z.object({ step: z.string(), outcome: z.string() }).nullable(),
            outcomes: z.array(z.string()),
            questions: z.array(z.string()),
          }),
        ),
        dates: z.array(z.string()),
      }),
    },
  },
});
export const postSopCheck = operation({
  method: 'post',
  path: '/v1/sop-checks',
  tag: 'SOPs',
  summary: 'What is wrong with files, all at once',
  description:
    'Words in Chinese or English by Accept-Language. Files that the text needs and does not bring are the hospital’s own. Whatever the bytes, there is an answer.',
  scope: 'sops:read',
  body: someFiles,
  largest,
  anyText: true,
  answers: { 200: { words: 'The mistakes; none: an empty list', schema: z.object({ diagnostics }).meta({ id: 'Checked' }) } },
});

const listed = z
  .object({
    step: z.string(),
    occurrence: z.string(),
    at: instant.nullable(),
    local: z.string().nullable(),
    kind: z.string(),
    to: z.string(),
    note: z.string(),
  })
  .meta({ id: 'PlannedTouch' });
export const postSopPlan = operation({
  method: 'post',
  path: '/v1/sop-plans',
  tag: 'SOPs',
  summary: 'The calendar that an SOP makes for one patient',
  description: 'Every touch with its instant, as it would come if nobody answered anything, for a patient whose day 0 is `day0`.',
  scope: 'sops:read',
  body: z.strictObject({
    text: z.string().optional(),
    path: path.optional(),
    files: z.array(file).min(1).max(200).optional(),
    sop: sopName.optional().meta({ description: 'Which of the files; or without files, a published one.' }),
    day0: dateValue,
    dates: z.record(name, dateValue).optional(),
    enrolledAt: dateValue.optional().meta({ description: 'Left out: the beginning of day 0, or of the first day of the SOP before it.' }),
    until: dateValue.optional().meta({ description: 'Left out: a year after day 0.' }),
    zone: zone.optional().meta({ description: 'The patient’s own.' }),
    patient: z.strictObject(shapeOf(patientFields)).optional(),
    ...objects,
  }),
  largest,
  anyText: true,
  answers: {
    200: {
      words: 'The calendar',
      schema: z.object({ sop: z.string(), title: z.string(), day0: z.string(), zone: z.string(), touches: z.array(listed), diagnostics }),
    },
  },
});
export const postVersion = operation({
  method: 'post',
  path: '/v1/versions',
  tag: 'SOPs',
  summary: 'Publish SOPs, and put libraries and calendars in force',
  description:
    'Everything is checked first; one mistake in any file, and nothing is published (422 with `diagnostics`). The same plan again is the same version. Running enrollments keep theirs.',
  scope: 'sops:write',
  body: z.strictObject({
    text: z.string().optional(),
    path: path.optional(),
    files: z.array(file).min(1).max(200).optional(),
    note: words(2000).optional(),
  }),
  largest,
  anyText: true,
  answers: {
    201: {
      words: 'Published',
      schema: z.object({
        published: z.array(z.object({ sop: z.string(), version: z.int(), hash: z.string(), isNew: z.boolean() })),
        libraries: z.array(z.string()).meta({ description: 'Files that are in force from now on.' }),
        diagnostics,
      }),
    },
  },
});
