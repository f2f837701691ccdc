import { formatDecimal } from '@garbageday/core/wording/words.ts';
import { expect, it } from 'vitest';

it.each([
  [5.918918, '5.92'],
  [6, '6'],
  [0.2, '0.2'],
  [-1.005, '−1'],
  [12_345.678, '12,345.7'],
  [Number.NaN, '–'],
])('%d is %s', (value, text) => {
  expect(formatDecimal(value)).toBe(text);
});
