import { defineConfig } from 'vitest/config';

/** Node 24.21 has no experimental feature that is used here; older ones warn of node:sqlite. */
const execArgv = ['--disable-warning=ExperimentalWarning'];

/**
 * A test with real processes that fails is run once more, and Vitest says which ("retry x1"): what the machine did to it
 * does not come twice, a fault does (docs/decisions/2026-11-27-one-more-try-for-real-processes.md).
 */
const retries = 1;

/** Real users of a whole stack: how long they waited, who failed and what the verdict is are looked at. */
const gameDays = ['test/acceptance/{game-day,up}.acceptance.test.ts', 'test/local/stack.test.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // As the command itself resolves it where the package is not installed; Vitest resolves without its hooks.
          alias: { 'garbageday/config': `${import.meta.dirname}/packages/config/src/define-config.ts` },
          execArgv,
          // Many workers may share a busy machine: a property test that takes 2 s alone may take 20 s there.
          testTimeout: 60_000,
          include: [
            'test/{annotations,core,config,cost,docs,monitors,otlp,page,prober,render,slack,cli,aws,functions,scripts,sst}/**/*.test.ts',
            'demo/{mongolite,stack}/test/**/*.test.ts',
          ],
          exclude: ['**/*.process.test.ts', '**/*.emulated.test.ts'],
        },
      },
      {
        test: {
          // A game day needs the machine to itself: one file at a time, after the unit tests.
          name: 'gamedays',
          sequence: { groupOrder: 1 },
          execArgv,
          include: gameDays,
          maxWorkers: 1,
          retry: retries,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          // Real processes and signals. They wait more than they compute: two files at a time, on a machine that may be small.
          name: 'processes',
          sequence: { groupOrder: 2 },
          execArgv,
          include: [
            'test/{contract,local}/**/*.test.ts',
            'test/**/*.process.test.ts',
            'demo/*/test/**/*.process.test.ts',
            'demo/wordcount/test/**/*.test.ts',
            'test/acceptance/**/*.acceptance.test.ts',
          ],
          exclude: gameDays,
          maxWorkers: 2,
          retry: retries,
          testTimeout: 120_000,
          hookTimeout: 120_000,
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
