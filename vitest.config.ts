import { defineConfig } from 'vitest/config';

/** Minutes of patience belong to tests that start servers; everything else should be quick to say that it hangs. */
const patient = { testTimeout: 60_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    maxWorkers: 2,
    // A test that reaches the network or the day's date by accident should do so in the hospital's zone, wherever it runs.
    env: { TZ: 'Asia/Shanghai' },
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
