/** Where things live on this machine. Everything that is made while running is below one folder, `.aftercare/`. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Places = {
  /** The project. */
  root: string;
  /** `.aftercare/`: data, secrets, logs. `npm run reset` empties it. */
  home: string;
  /** Downloaded programs. Shared by all homes of one clone. */
  programs: string;
  logs: string;
  /** One file per running child, so that a later start can end what a killed one left behind. */
  run: string;
  secrets: string;
  /** Of PostgreSQL: its data, and its programs if they were fetched. Links, where it can't reach them (account.ts). */
  postgresData: string;
  postgresPrograms: string;
};

export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));

/** Makes the folders. `home`: another place than `.aftercare/` in the project, for tests. */
export function places(home = join(projectRoot, '.aftercare')): Places {
  const programs = join(projectRoot, '.aftercare', 'bin');
  const made = {
    root: projectRoot,
    home,
    programs,
    logs: join(home, 'logs'),
    run: join(home, 'run'),
    secrets: join(home, 'secrets.json'),
    postgresData: join(home, 'postgresql'),
    postgresPrograms: join(programs, 'postgresql'),
  };
  for (const folder of [made.programs, made.logs, made.run]) mkdirSync(folder, { recursive: true });
  return made;
}
