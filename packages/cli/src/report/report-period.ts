/** Which period `--window` means. */
import { UsageError } from '@garbageday/core/errors.ts';
import type { Interval } from '@garbageday/core/ports.ts';
import { parseWindow, periodSeconds } from '@garbageday/core/slo/window.ts';
import { windowBounds } from '@garbageday/core/slo/window-bounds.ts';

/** Slices are kept 400 days (domain.md §8). */
const mostSeconds = 400 * 86_400;

/** `--window 30d` ends now; `--window 1M` is the calendar month so far. @throws UsageError for what is no window. */
export function reportPeriod(window: string, nowMs: number, timeZone: string): Interval {
  const parsed = windowOf(window, timeZone);
  if (periodSeconds(parsed) > mostSeconds)
    throw new UsageError(`--window: ${window} is longer than slices are kept; write up to 400d`);
  const { fromMs, toMs } = windowBounds(parsed, nowMs);
  if (fromMs >= nowMs) throw new UsageError(`--window: ${window} begins only now; choose a later --now`);
  return { fromMs, toMs: Math.min(toMs, nowMs) };
}

/** `--now`: an instant with its zone. @throws UsageError for anything else. */
export function instantOption(flag: string) {
  return (text: string): number => {
    const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
    const atMs = isInstant ? Date.parse(text) : Number.NaN;
    if (!Number.isNaN(atMs)) return atMs;
    throw new UsageError(`${flag}: ${JSON.stringify(text)} is no time; write it like 2026-12-01T00:00:00Z`);
  };
}

function windowOf(window: string, timeZone: string) {
  try {
    return parseWindow(window, timeZone);
  } catch (cause) {
    throw cause instanceof UsageError ? new UsageError(`--window: ${cause.message}`, { cause }) : cause;
  }
}
