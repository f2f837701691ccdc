import { defineConfig } from 'vitest/config';

/** What a real collector makes of what is exported: `npm run test:otlp`, which builds one from its Go modules. */
export default defineConfig({
  test: {
    name: 'otlp',
    root: `${import.meta.dirname}/../..`,
    include: ['test/otlp-collector/**/*.collector.test.ts'],
    testTimeout: 5 * 60_000,
    // The collector is built in it: two and a half minutes of one core, once.
    hookTimeout: 30 * 60_000,
  },
});
