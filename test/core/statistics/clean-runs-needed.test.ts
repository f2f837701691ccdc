import { cleanRunsNeeded } from '@garbageday/core/statistics/clean-runs-needed.ts';
import { upperBound } from '@garbageday/core/statistics/clopper-pearson.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';

// ln 0.05 / ln 0.9 = 28.4: 29 clean runs bound the failures by 10%.
it.each([
  [{ failed: 0, runs: 0 }, 0.1, 29],
  [{ failed: 0, runs: 1 }, 0.1, 28],
  [{ failed: 0, runs: 29 }, 0.1, 0],
  [{ failed: 1, runs: 3 }, 0.1, 43],
])('%o takes so many more to prove %d', (seen, bound, expected) => {
  expect(cleanRunsNeeded(seen, bound)).toBe(expected);
});

it('is exactly enough', () => {
  const seen = fc.record({ failed: fc.integer({ min: 0, max: 5 }), clean: fc.integer({ min: 0, max: 40 }) });
  fc.assert(
    fc.property(seen, ({ failed, clean }) => {
      const runs = failed + clean;
      const more = cleanRunsNeeded({ failed, runs }, 0.1);
      expect(upperBound(failed, runs + more)).toBeLessThanOrEqual(0.1);
      if (more > 0) expect(upperBound(failed, runs + more - 1) ?? 1).toBeGreaterThan(0.1);
    }),
  );
});
