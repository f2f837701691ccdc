import { defineConfig } from 'vitest/config';

/** What servers run, run here: no SST, no account. Part of `npm run test:stacks`. */
export default defineConfig({
  test: {
    name: 'servers',
    root: `${import.meta.dirname}/../..`,
    include: ['test/stacks/**/*.servers.test.ts'],
    fileParallelism: false,
    retry: 1,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
