import { defineConfig } from 'vitest/config';

/** Deployments rehearsed with the real SST and the real engine, against emulators: `npm run test:deploy`. */
export default defineConfig({
  test: {
    name: 'deploy',
    root: `${import.meta.dirname}/../..`,
    include: ['test/deploy/**/*.deploy.test.ts'],
    // The tests of a file are the life of one deployment, and need the machine.
    fileParallelism: false,
    sequence: { concurrent: false },
    bail: 1,
    testTimeout: 20 * 60_000,
    // The engine is built in one.
    hookTimeout: 40 * 60_000,
  },
});
