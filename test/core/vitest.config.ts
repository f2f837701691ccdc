/**
 * For `npm run mutants` alone. StrykerJS runs the tests in a copy of the repository whose node_modules lead back to the
 * original: without the alias the tests would never meet a mutant, and every one of them would survive.
 */
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const here = process.cwd();

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@garbageday\/([a-z]+)\/(.*)$/, replacement: join(here, 'packages', '$1', 'src', '$2') },
    ],
  },
  // MUTANTS_TESTS narrows it to the tests of what is being mutated.
  test: { include: [process.env['MUTANTS_TESTS'] ?? 'test/core/**/*.test.ts'], root: here },
});
