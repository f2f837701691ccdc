import { defineConfig } from 'vitest/config';

/** Every call of an experiment, failing in turn: `npm run test:sweep`. Too long for every landing. */
export default defineConfig({
  test: {
    name: 'sweep',
    root: `${import.meta.dirname}/../..`,
    globalSetup: ['test/aws/emulators/global-setup.ts'],
    setupFiles: ['test/aws/emulators/point-there.ts'],
    include: ['test/aws/**/*.sweep.test.ts'],
    fileParallelism: false,
    testTimeout: 1_800_000,
    hookTimeout: 180_000,
  },
});
