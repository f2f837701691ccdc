import { type BlastRadius, selectTargets, singleTarget } from '@garbageday/core/chaos/select-targets.ts';
import { seededRandom } from '@garbageday/core/schedule/random.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instance } from '../../fakes/simulated-world.ts';

const fleet = ['a', 'a', 'b', 'b', 'c', 'c'].map((zone, index) =>
  instance({ id: `i-${index}`, slot: `web-${index}`, zone }),
);

const radius = (size: BlastRadius['size'], spread: BlastRadius['spread'] = 'any-zone'): BlastRadius => ({
  size,
  spread,
});

const idsOf = (seed: string, of: BlastRadius, candidates = fleet) =>
  selectTargets(candidates, of, seededRandom(seed)).map(({ id }) => id);

describe('selectTargets', () => {
  it.each([
    { what: 'one', size: { kind: 'count', count: 1 }, expected: 1 },
    { what: 'several', size: { kind: 'count', count: 4 }, expected: 4 },
    { what: 'no more than there are', size: { kind: 'count', count: 10 }, expected: 6 },
    { what: 'half', size: { kind: 'percent', percent: 50 }, expected: 3 },
    { what: 'a percentage rounded down', size: { kind: 'percent', percent: 49 }, expected: 2 },
    { what: 'nobody when rounding down leaves none', size: { kind: 'percent', percent: 16 }, expected: 0 },
  ] satisfies { what: string; size: BlastRadius['size']; expected: number }[])(
    'takes $what',
    ({ size, expected }) => {
      expect(idsOf('x', radius(size))).toHaveLength(expected);
    },
  );

  it('takes nobody of nobody', () => {
    expect(idsOf('x', singleTarget, [])).toEqual([]);
  });

  it('takes nobody twice, and at most one per zone unless asked', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 6 }), (seed, count) => {
        const anywhere = idsOf(seed, radius({ kind: 'count', count }));
        expect(new Set(anywhere).size).toBe(count);
        const spread = idsOf(seed, radius({ kind: 'count', count }, 'one-per-zone'));
        const zones = spread.map((id) => fleet.find((each) => each.id === id)?.zone);
        expect(new Set(zones).size).toBe(Math.min(count, 3));
        expect(spread).toHaveLength(Math.min(count, 3));
      }),
    );
  });

  it('takes the same victim for the same seed, in whatever order the fleet is listed', () => {
    fc.assert(
      fc.property(fc.string(), fc.shuffledSubarray(fleet, { minLength: 6 }), (seed, listed) => {
        expect(idsOf(seed, singleTarget, listed)).toEqual(idsOf(seed, singleTarget));
      }),
    );
  });

  it('takes the same slot for the same seed when replacements have got other ids', () => {
    const replaced = fleet.map((each, index) => ({ ...each, id: `i-new-${9 - index}` }));
    const slots = [fleet, replaced].map(
      (each) => selectTargets(each, singleTarget, seededRandom('x'))[0]?.slot,
    );
    expect(slots[0]).toBe(slots[1]);
  });

  it('falls back on ids where slots are equal', () => {
    const same = fleet.map((each) => ({ ...each, slot: '' }));
    expect(idsOf('x', singleTarget, same.toReversed())).toEqual(idsOf('x', singleTarget, same));
  });

  it('hits everyone as often as another', () => {
    const random = seededRandom('uniform');
    const hits = new Map(fleet.map(({ id }) => [id, 0]));
    for (let n = 0; n < 6_000; n += 1) {
      for (const { id } of selectTargets(fleet, singleTarget, random)) hits.set(id, (hits.get(id) ?? 0) + 1);
    }
    // 5 standard deviations of a binomial with n = 6,000 and p = 1/6.
    for (const count of hits.values()) expect(Math.abs(count - 1_000)).toBeLessThan(145);
  });
});
