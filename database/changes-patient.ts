import type { Value } from '../engine/chart.ts';
import type { ChangeOf, Saving } from './saving.ts';
import type { Tx } from './with-actor.ts';

const owner = ({ enrollment: { hospital, department, id, patient } }: Saving): string[] => [hospital, department, id, patient];

/** Lists, tags and notes. A tag is also what conditions see as patient.tags. */
export async function saveEntries(tx: Tx, saving: Saving, changes: ChangeOf<'entry'>[]): Promise<void> {
  await tx.query(
    `insert into list_entry (hospital, department, enrollment, patient, touch, list, tag, untag, note, at)
     select $2, $3, $4, $5, e.touch, e.list, e.tag, e.untag, e.note, moment(e.at)
     from json_to_recordset($1) as e (touch text, list text, tag text, untag text, note text, at float8)
     on conflict (touch) do nothing`,
    [JSON.stringify(changes), ...owner(saving)],
  );
  for (const { tag, untag, touch, at } of changes) {
    if (tag !== undefined) await setTag(tx, saving, { tag, touch, at });
    if (untag !== undefined) await removeTag(tx, saving, { tag: untag, at });
  }
}

async function setTag(
  tx: Tx,
  { enrollment: { hospital, patient } }: Saving,
  { tag, touch, at }: { tag: string; touch: string; at: number },
): Promise<void> {
  await tx.query(
    `insert into tag (hospital, patient, tag, touch, since) values ($1, $2, $3, $4, moment($5))
     on conflict (patient, tag) do update set touch = excluded.touch, since = excluded.since, removed_at = null where tag.removed_at is not null`,
    [hospital, patient, tag, touch, at],
  );
  await tx.query(
    `update patient set updated_at = moment($3), fields = jsonb_set(fields, '{tags}', coalesce(fields -> 'tags', '[]') || to_jsonb($2::text))
     where id = $1 and not coalesce(fields -> 'tags' ? $2, false)`,
    [patient, tag, at],
  );
}

async function removeTag(tx: Tx, { enrollment: { patient } }: Saving, { tag, at }: { tag: string; at: number }): Promise<void> {
  await tx.query('update tag set removed_at = moment($3) where patient = $1 and tag = $2 and removed_at is null', [patient, tag, at]);
  await tx.query(
    `update patient set updated_at = moment($3), fields = jsonb_set(fields, '{tags}', (fields -> 'tags') - $2) where id = $1 and fields -> 'tags' ? $2`,
    [patient, tag, at],
  );
}

/** Points are also what conditions see as patient.points. Granted once for a touch. */
export async function saveRewards(tx: Tx, saving: Saving, changes: ChangeOf<'reward'>[]): Promise<void> {
  await tx.query(
    `with granted as (
       insert into reward (hospital, department, enrollment, patient, touch, points, "grant", how_many, "to", note, at)
       select $2, $3, $4, $5, r.touch, r.points, r."grant", r."howMany", r."to", r.note, moment(r.at)
       from json_to_recordset($1) as r (touch text, points integer, "grant" text, "howMany" integer, "to" text, note text, at float8)
       on conflict (touch) do nothing
       returning points * how_many as points, "to"
     )
     update patient set fields = jsonb_set(fields, '{points}', to_jsonb(coalesce((fields ->> 'points')::numeric, 0) + g.points))
     from (select sum(points) as points from granted where "to" = 'patient') g
     where id = $5 and g.points <> 0`,
    [JSON.stringify(changes), ...owner(saving)],
  );
}

/** A reading from an answer. Its source is the answer itself, so that it is one reading however often it is saved. */
export async function saveReadings(tx: Tx, { enrollment: { hospital, patient } }: Saving, changes: ChangeOf<'reading'>[]): Promise<void> {
  await tx.query(
    `insert into reading (hospital, patient, code, value, unit, at, source)
     select $2, $3, r.code, r.value, r.unit, moment(r.at), r.touch || '/' || r.code
     from json_to_recordset($1) as r (code text, value float8, unit text, at float8, touch text)
     on conflict (hospital, source) do nothing`,
    [JSON.stringify(changes), hospital, patient],
  );
}

/** A person named in an answer with `record: family` becomes a relative with consent (language.md 9). */
export async function saveRelatives(
  tx: Tx,
  { enrollment: { hospital, patient }, at }: Saving,
  changes: ChangeOf<'relative'>[],
): Promise<void> {
  for (const { answers, touch } of changes) {
    for (const [question, answer] of Object.entries(answers)) {
      const person = personIn(answer);
      if (!person) continue;
      const id = `${touch}/${question}`;
      await tx.query(
        `insert into relative (id, hospital, patient, name, relation, consent, touch, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, moment($8)) on conflict (id) do nothing`,
        [id, hospital, patient, person.name, person.relation, person.consent, touch, at],
      );
      if (person.phone === null) continue;
      await tx.query(
        `insert into patient_address (hospital, patient, relative, channel, value) values ($1, $2, $3, 'phone', $4)
         on conflict (patient, relative, channel, value) do nothing`,
        [hospital, patient, id, person.phone],
      );
    }
  }
}

type Person = { name: string; relation: string | null; phone: string | null; consent: boolean };
function personIn(answer: Value): Person | undefined {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return undefined;
  const { name, relation, phone, consent } = answer;
  if (typeof name !== 'string' || name === '') return undefined;
  const words = (value: Value | undefined) => (typeof value === 'string' && value !== '' ? value : null);
  return { name, relation: words(relation), phone: words(phone), consent: consent !== false && consent !== 'no' };
}

/** The carrier says that nobody is there. `phone`, `sms` and `voice` are one number. */
export async function markAddressesBad(tx: Tx, { enrollment: { patient } }: Saving, changes: ChangeOf<'address_bad'>[]): Promise<void> {
  await tx.query(
    `update patient_address a set bad = true
     from json_to_recordset($1) as b (channel text, value text)
     where a.patient = $2 and a.value = b.value and (a.channel = b.channel or 'phone' in (a.channel, b.channel))`,
    [JSON.stringify(changes), patient],
  );
}

/** Said "stop" on every channel. */
export async function optOut(tx: Tx, { enrollment: { patient } }: Saving, [change]: ChangeOf<'opted_out'>[]): Promise<void> {
  if (!change) return;
  await tx.query(
    'update patient set opted_out = true, opted_out_at = coalesce(opted_out_at, moment($2)), updated_at = moment($2) where id = $1',
    [patient, change.at],
  );
}
