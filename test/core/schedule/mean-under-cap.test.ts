import {
  drawnMeanUnderCap,
  isMeanOutOfReach,
  meanUnderCap,
} from '@garbageday/core/schedule/mean-under-cap.ts';
import { describe, expect, it } from 'vitest';

const rhythm = { meanDaysBetween: 5, minDaysBetween: 2, maxPerDay: 1 };

/**
 * Three groups, mean 5, minimum 2, cap 1, as a Markov chain: each free group fires with p = 1/4, and the one that was hit
 * rests a day. P(kill) is 1 − (3/4)^3 on a day without a resting group, 1 − (3/4)^2 with one.
 */
function exact() {
  const [afterNone, afterKill] = [1 - 0.75 ** 3, 1 - 0.75 ** 2];
  const killsADay = afterNone / (1 - afterKill + afterNone);
  return 3 / killsADay;
}

describe('meanUnderCap', () => {
  it('is the configured mean while the cap cannot bind', () => {
    expect(meanUnderCap({ ...rhythm, maxPerDay: 3 }, 3)).toBe(5);
    expect(meanUnderCap(rhythm, 1)).toBe(5);
  });

  it('agrees with the exact answer where that can be written down', () => {
    expect(meanUnderCap(rhythm, 3)).toBeCloseTo(exact(), 6);
    expect(meanUnderCap(rhythm, 3)).toBeCloseTo(5.9189, 4);
    expect(meanUnderCap({ ...rhythm, minDaysBetween: 1 }, 3)).toBeCloseTo(3 / (1 - 0.8 ** 3), 6);
  });

  it('draws the days where the chain takes too long, and then agrees within a hundredth', () => {
    const long = { meanDaysBetween: 30, minDaysBetween: 20, maxPerDay: 1 };
    expect(meanUnderCap(long, 5)).toBe(drawnMeanUnderCap(long, 5));
    expect(meanUnderCap({ ...long, meanDaysBetween: 200, minDaysBetween: 100 }, 2)).toBeGreaterThanOrEqual(
      200,
    );
    expect(Math.abs(drawnMeanUnderCap(rhythm, 3) / exact() - 1)).toBeLessThan(0.01);
  });

  it('is what the cap leaves when every group fires every day', () => {
    expect(meanUnderCap({ meanDaysBetween: 1, minDaysBetween: 1, maxPerDay: 2 }, 4)).toBe(2);
    expect(meanUnderCap({ meanDaysBetween: 2, minDaysBetween: 2, maxPerDay: 1 }, 3)).toBeCloseTo(3, 6);
  });
});

describe('isMeanOutOfReach', () => {
  it.each([
    { groups: 3, meanDaysBetween: 3, isOutOfReach: false },
    { groups: 4, meanDaysBetween: 3, isOutOfReach: true },
  ])('of $groups groups, one kill a day, mean $meanDaysBetween: $isOutOfReach', (scene) => {
    const { groups, meanDaysBetween, isOutOfReach } = scene;
    expect(isMeanOutOfReach({ meanDaysBetween, minDaysBetween: 1, maxPerDay: 1 }, groups)).toBe(isOutOfReach);
  });
});
