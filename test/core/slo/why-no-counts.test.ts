import { whyNoCounts } from '@garbageday/core/slo/why-no-counts.ts';
import { describe, expect, it } from 'vitest';

describe('what are no counts', () => {
  it.each([
    [{ good: 0, total: 0 }, null],
    [{ good: 7, total: 7 }, null],
    [{ good: 8, total: 7 }, 'good 8 is more than total 7'],
    [{ good: 1, total: 1.5 }, 'total is 1.5, not a whole number from 0'],
    [{ good: -1, total: 7 }, 'good is -1, not a whole number from 0'],
    [{ good: 1, total: 2 ** 53 }, 'total is above 9007199254740991, where JSON numbers are not exact'],
  ])('%j: %s', (counts, why) => expect(whyNoCounts(counts)).toBe(why));
});
