import { nameList } from '@garbageday/core/wording/words.ts';
import { expect, it } from 'vitest';

it.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
  [['a', 'b', 'c', 'd', 'e', 'f'], 'a, b, c, d, e and f'],
  [[...'abcdefg'], 'a, b, c, d, e and 2 more'],
])('names in a sentence: %j', (names, text) => {
  expect(nameList(names)).toBe(text);
});
