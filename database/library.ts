import type { Instant } from '../engine/plan.ts';
import type { Tx } from './with-actor.ts';

export type LibraryFile = { path: string; text: string; revision: number; updatedAt: Instant; updatedBy: string };

/** Libraries and calendars of a hospital: live, read at the moment of doing (language.md 14). */
export async function libraryFiles(tx: Tx, hospital: string): Promise<LibraryFile[]> {
  const { rows } = await tx.query<LibraryFile>(
    'select path, text, revision, updated_at as "updatedAt", updated_by as "updatedBy" from library_file where hospital = $1 order by path',
    [hospital],
  );
  return rows;
}

/** Changes whenever one of the files or departments does: what is kept in memory of them is good as long as this is the same. */
export async function libraryMark(tx: Tx, hospital: string): Promise<string> {
  const { rows } = await tx.query<{ mark: string }>(
    `select md5(coalesce(string_agg(path || ' ' || revision || ' ' || ms(updated_at), ',' order by path), '')
       || coalesce((select string_agg(concat_ws(' ', name, title, phone), ',' order by name) from department where hospital = $1), '')) as mark
     from library_file where hospital = $1`,
    [hospital],
  );
  return rows[0]!.mark;
}

export type LibraryUpdate = { hospital: string; path: string; text: string; by: string; at: Instant };

/** False: it says what it said. */
export async function saveLibraryFile(tx: Tx, { hospital, path, text, by, at }: LibraryUpdate): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into library_file as f (hospital, path, text, updated_at, updated_by) values ($1, $2, $3, moment($4), $5)
     on conflict (hospital, path) do update set text = excluded.text, revision = f.revision + 1, updated_at = excluded.updated_at, updated_by = excluded.updated_by
     where f.text <> excluded.text`,
    [hospital, path, text, at, by],
  );
  return rowCount === 1;
}

export async function removeLibraryFile(tx: Tx, { hospital, path }: { hospital: string; path: string }): Promise<boolean> {
  const { rowCount } = await tx.query('delete from library_file where hospital = $1 and path = $2', [hospital, path]);
  return rowCount === 1;
}
