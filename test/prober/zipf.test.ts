import { seededRandom } from '@garbageday/core/time/random.ts';
import { variableSource, zipf } from '@garbageday/prober/journey/variables.ts';
import { describe, expect, it } from 'vitest';

function draws(count: number, draw: () => number) {
  return Array.from({ length: count }, draw);
}

describe('a variable', () => {
  const word = { name: 'word', pattern: 'user-{n}', count: 1_000, pick: 'zipf' } as const;
  const turn = { name: 'turn', pattern: '{n}/{n}', count: 2, pick: 'in-turn' } as const;
  const of = (seed: string) => {
    const next = variableSource([word, turn], (name) => seededRandom(`${seed} ${name}`));
    return Array.from({ length: 200 }, () => Object.fromEntries(next()));
  };

  it('has the same values for the same seed, and others for another', () => {
    expect(of('a')).toEqual(of('a'));
    expect(of('a')).not.toEqual(of('b'));
    for (const drawn of of('a')) expect(drawn['word']).toMatch(/^user-([1-9]\d{0,2}|1000)$/);
  });

  it('has its values in turn', () => {
    expect(
      of('a')
        .map((drawn) => drawn['turn'])
        .slice(0, 3),
    ).toEqual(['1/1', '2/2', '1/1']);
  });
});

describe('Zipf ranks', () => {
  it('are drawn with probability ∝ 1/(rank + 1)', () => {
    const random = seededRandom('zipf');
    const rank = zipf(1_000, 1);
    const counts = new Map<number, number>();
    for (const drawn of draws(200_000, () => rank(random))) counts.set(drawn, (counts.get(drawn) ?? 0) + 1);
    const harmonic = Array.from({ length: 1_000 }, (_, index) => 1 / (index + 1)).reduce((a, b) => a + b);
    for (const each of [0, 1, 2, 9, 99]) {
      const expected = 200_000 / harmonic / (each + 1);
      // Five standard deviations of a Poisson count.
      expect(Math.abs((counts.get(each) ?? 0) - expected)).toBeLessThan(5 * Math.sqrt(expected));
    }
  });

  it('lie within the size at both ends of the stream', () => {
    const rank = zipf(3, 1);
    expect(rank({ next: () => 0, below: () => 0 })).toBe(0);
    expect(rank({ next: () => 1 - 2 ** -53, below: () => 0 })).toBe(2);
    expect(zipf(1, 1)({ next: () => 0.7, below: () => 0 })).toBe(0);
  });

  it('with exponent 0 are uniform', () => {
    const rank = zipf(4, 0);
    const at = (next: number) => rank({ next: () => next, below: () => 0 });
    expect([0, 0.25, 0.5, 0.75].map(at)).toEqual([0, 1, 2, 3]);
  });
});
