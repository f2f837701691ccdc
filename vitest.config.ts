import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // Many workers may share a busy machine: a property test that takes 2 s alone may take 20 s there.
          testTimeout: 60_000,
          include: [
            'test/{core,config,cost,prober,render,slack,mongolite,cli,aws,functions,scripts}/**/*.test.ts',
          ],
          exclude: ['**/*.process.test.ts', '**/*.emulated.test.ts'],
        },
      },
      {
        test: {
          // Real processes and signals: one file at a time, on a machine that may be small.
          name: 'processes',
          // After the unit tests: a game day needs the machine to itself.
          sequence: { groupOrder: 1 },
          include: [
            'test/{contract,local}/**/*.test.ts',
            'test/**/*.process.test.ts',
            'test/acceptance/**/*.acceptance.test.ts',
          ],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['packages/core/src/**/*.ts'],
      thresholds: { lines: 100, branches: 100, functions: 100, statements: 100 },
      reporter: ['text-summary', 'text'],
    },
  },
});
