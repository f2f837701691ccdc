/** Which period `--window` and `--period` mean. */
import { UsageError } from '@garbageday/core/errors.ts';
import type { Interval } from '@garbageday/core/ports.ts';
import { namedPeriod } from '@garbageday/core/report/calendar-period.ts';
import { parseWindow, periodSeconds, windowBounds } from '@garbageday/core/slo/window.ts';

/** Slices are kept 400 days (domain.md §8). */
const mostSeconds = 400 * 86_400;

/** `--period 2026-10`: a calendar period, up to now. Throws a UsageError if it is not one, or has not begun. */
export function calendarPeriod(name: string, nowMs: number, timeZone: string): Interval {
  const { fromMs, toMs } = inOption('--period', () => namedPeriod(name, nowMs, timeZone));
  if (fromMs >= nowMs) throw new UsageError(`--period: ${name} has not begun yet; choose an earlier one`);
  return { fromMs, toMs: Math.min(toMs, nowMs) };
}

/**
 * `--window 30d` ends now; `--window 1M` is the calendar month so far, or all of it at the midnight that ends it.
 * Throws a UsageError for an invalid window.
 */
export function reportPeriod(window: string, nowMs: number, timeZone: string): Interval {
  const parsed = inOption('--window', () => parseWindow(window, timeZone));
  if (periodSeconds(parsed) > mostSeconds)
    throw new UsageError(`--window: ${window} is longer than slices are kept; write up to 400d`);
  const { fromMs, toMs } = windowBounds(parsed, nowMs);
  return { fromMs, toMs: Math.min(toMs, nowMs) };
}

/** Adds the name of the option to an error. */
function inOption<T>(flag: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw cause instanceof UsageError ? new UsageError(`${flag}: ${cause.message}`, { cause }) : cause;
  }
}
