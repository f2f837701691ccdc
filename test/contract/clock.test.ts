import type { Clock } from '@garbageday/core/ports.ts';
import { systemClock } from '@garbageday/local/clock.ts';
import { describe, expect, it } from 'vitest';
import { fakeClock } from '../fakes/fake-clock.ts';

describe.each([
  { name: 'local', make: (): Clock => systemClock() },
  { name: 'fake', make: (): Clock => fakeClock(0) },
])('the clock: $name', ({ make }) => {
  it('tells whole milliseconds', () => {
    expect(Number.isInteger(make().now())).toBe(true);
  });

  it('does not wake before the time it was told, but for a rounded millisecond', async () => {
    const clock = make();
    const fromMs = clock.now();
    await clock.sleep(30);
    expect(clock.now() - fromMs).toBeGreaterThanOrEqual(28);
  });

  it.each([0, -5])('returns from a sleep of %i', async (ms) => {
    await expect(make().sleep(ms)).resolves.toBeUndefined();
  });
});
