import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { dayMs, hourMs } from '@garbageday/core/time/durations.ts';
import { describe, expect, it } from 'vitest';
import { excludedBefore, whatIsExcluded } from '../../functions/excluded.ts';

/** A Sunday. */
const sundayMs = Date.UTC(2026, 10, 22);

function configuration(exclusions: readonly object[]) {
  return parseConfiguration({ exclusions }, 'the test', 'aws');
}
const patching = configuration([{ name: 'patching', cron: '0 2 * * 7', duration: '2h' }]);

describe('planned maintenance', () => {
  it('is expanded as far back as slices are kept', async () => {
    const intervals = await excludedBefore(patching, sundayMs + 12 * hourMs);
    expect(intervals.at(-1)).toEqual({ fromMs: sundayMs + 2 * hourMs, toMs: sundayMs + 4 * hourMs });
    expect(intervals).toHaveLength(Math.ceil(400 / 7));
  });

  it('is asked for a moment, now and years from now', async () => {
    const isExcluded = await whatIsExcluded(patching);
    const years = 7 * 52 * 10 * dayMs;
    expect([1, 2, 3.9, 4].map((hour) => isExcluded(sundayMs + years + hour * hourMs))).toEqual([
      ...[false, true],
      ...[true, false],
    ]);
  });

  it('is nothing where nothing is configured', async () => {
    expect(await excludedBefore(configuration([]), sundayMs)).toEqual([]);
    expect((await whatIsExcluded(configuration([])))(sundayMs)).toBe(false);
  });
});
