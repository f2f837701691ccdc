import { defineConfig } from 'vitest/config';

/** What npm gets, installed elsewhere: `npm run test:package`. Builds and packs first; needs npm's registry for Node 22. */
export default defineConfig({
  test: {
    name: 'package',
    root: `${import.meta.dirname}/../..`,
    globalSetup: ['test/package/global-setup.ts'],
    include: ['test/package/**/*.package.test.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
