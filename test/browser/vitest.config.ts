import { defineConfig } from 'vitest/config';

/** A real browser, started once a file: `npm run test:browser`. Needs chromium on PATH, or in CHROMIUM. */
export default defineConfig({
  test: {
    name: 'browser',
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/browser/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
