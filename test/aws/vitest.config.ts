import { defineConfig } from 'vitest/config';

/** The AWS adapters against emulators that others wrote: `npm run test:aws`. */
export default defineConfig({
  test: {
    name: 'aws',
    root: `${import.meta.dirname}/../..`,
    globalSetup: ['test/aws/emulators/global-setup.ts'],
    setupFiles: ['test/aws/emulators/point-there.ts'],
    include: ['test/aws/**/*.emulated.test.ts'],
    // moto serves one request at a time.
    fileParallelism: false,
    retry: 1,
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});
