import { selectTarget } from '@garbageday/core/chaos/eligibility.ts';
import { seededRandom } from '@garbageday/core/time/random.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instance } from '../../fakes/simulated-world.ts';

const fleet = ['a', 'a', 'b', 'b', 'c', 'c'].map((zone, index) =>
  instance({ id: `i-${index}`, slot: `web-${index}`, zone }),
);

function target(seed: string, eligible = fleet) {
  return selectTarget(eligible, seededRandom(seed));
}

describe('selectTarget', () => {
  it('takes none of none', () => {
    expect(target('x', [])).toBeNull();
  });

  it.each([
    { seed: 'x', id: 'i-4' },
    { seed: 'z', id: 'i-1' },
    { seed: 'web/2026-11-23', id: 'i-5' },
  ])('takes $id for the seed $seed, as earlier versions did', ({ seed, id }) => {
    expect(target(seed)?.id).toBe(id);
  });

  it('takes the same one for the same seed, in whatever order the fleet is listed', () => {
    fc.assert(
      fc.property(fc.string(), fc.shuffledSubarray(fleet, { minLength: 6 }), (seed, listed) => {
        expect(target(seed, listed)).toEqual(target(seed));
      }),
    );
  });

  it('takes the same slot for the same seed when replacements have got other ids', () => {
    const replaced = fleet.map((each, index) => ({ ...each, id: `i-new-${9 - index}` }));
    expect(target('x', replaced)?.slot).toBe(target('x')?.slot);
  });

  it('falls back on ids where slots are equal', () => {
    const same = fleet.map((each) => ({ ...each, slot: '' }));
    expect(target('x', same.toReversed())).toEqual(target('x', same));
  });

  it('takes each as often as another', () => {
    const random = seededRandom('uniform');
    const hits = new Map(fleet.map(({ id }) => [id, 0]));
    for (let n = 0; n < 6_000; n += 1) {
      const { id } = selectTarget(fleet, random) ?? instance({ id: 'none' });
      hits.set(id, (hits.get(id) ?? 0) + 1);
    }
    // 5 standard deviations of a binomial with n = 6,000 and p = 1/6.
    for (const count of hits.values()) expect(Math.abs(count - 1_000)).toBeLessThan(145);
  });
});
