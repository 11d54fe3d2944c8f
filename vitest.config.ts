import { defineConfig } from 'vitest/config';

/** Minutes of patience belong to tests that start servers; everything else should be quick to say that it hangs. */
const patient = { testTimeout: 60_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    maxWorkers: 2,
    // No hospital's zone: code that takes the machine's zone for the patient's fails here, wherever the tests run.
    env: { TZ: 'America/St_Johns' },
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/{engine,language,unit}/**/*.test.ts'] } },
      { extends: true, test: { name: 'start', include: ['test/start/**/*.test.ts'], ...patient } },
      {
        extends: true,
        test: {
          name: 'real',
          include: ['test/{database,activities,server,workflows,sandbox,cli,e2e,replay}/**/*.test.ts'],
          globalSetup: ['test/setup/global.ts'],
          ...patient,
        },
      },
    ],
  },
});
