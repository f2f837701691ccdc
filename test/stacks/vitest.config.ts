import { defineConfig } from 'vitest/config';

/** What is deployed, evaluated without an account: `vitest run --config test/stacks/vitest.config.ts`. */
export default defineConfig({
  test: {
    name: 'stacks',
    root: `${import.meta.dirname}/../..`,
    globalSetup: ['test/stacks/harness/global-setup.ts'],
    include: ['test/stacks/**/*.stacks.test.ts'],
    // SST and its platform are large, and stages must be evaluated one after another.
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
