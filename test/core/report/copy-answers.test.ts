import { answersAlike, type CopyAnswers, disagreeing } from '@garbageday/core/report/copy-answers.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

function copies(...answers: readonly (readonly (string | null)[])[]): readonly CopyAnswers[] {
  return answers.map((each, index) => ({ slot: `web-${'abc'[index]}`, answers: each }));
}

describe('disagreeing', () => {
  it.each<[what: string, seen: readonly CopyAnswers[], slots: readonly string[] | null]>([
    [
      'copies that each know something else',
      copies(['1', '1'], ['2', '2'], ['2', '2']),
      ['web-a', 'web-b', 'web-c'],
    ],
    ['copies that agree', copies(['1', '1'], ['1', '1']), null],
    ['time stamps', copies(['9:00', '9:01'], ['9:00', '9:01']), null],
    ['a random id of one of them', copies(['x', 'y'], ['z', 'z'], ['z', 'z']), null],
    [
      'one that does not answer, among others that differ',
      copies([null, '1'], ['2', '2'], ['3', '3']),
      ['web-b', 'web-c'],
    ],
    ['one that answers alone', copies(['1', '1'], [null, null]), null],
    ['copies that were not asked', copies([], []), null],
    ['no copies', [], null],
  ])('%s', (_what, seen, slots) => {
    expect(disagreeing(seen)).toEqual(slots);
  });

  it('never blames what depends on the time alone, when it only goes on and rounds are interleaved', () => {
    const ticks = fc.array(fc.nat(3), { minLength: 6, maxLength: 15 });
    fc.assert(
      fc.property(ticks, fc.integer({ min: 2, max: 3 }), (steps, size) => {
        let now = 0;
        const clock = steps.map((step) => {
          if (step > 2) now += 1;
          return `${now}`;
        });
        const rounds = Math.floor(clock.length / size);
        const seen = Array.from({ length: size }, (_, copy) =>
          Array.from({ length: rounds }, (_, round) => clock[round * size + copy] ?? null),
        );
        expect(disagreeing(copies(...seen))).toBeNull();
      }),
    );
  });
});

describe('answersAlike', () => {
  it.each([
    [copies(['1'], ['1']), true],
    [copies(['1'], ['2']), false],
    [copies(['1'], [null]), false],
    [copies([null], [null]), false],
    [copies(), false],
  ])('%j: %s', (seen, isAlike) => {
    expect(answersAlike(seen)).toBe(isAlike);
  });
});
