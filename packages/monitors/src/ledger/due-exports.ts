/**
 * Which sums are to be exported: since midnight UTC, by the clock alone, so that a process that remembers nothing exports the same as one that
 * has been running all day.
 */
import { dayMs, hourMs, minuteMs } from '@garbageday/core/time/durations.ts';
import type { Family } from '@garbageday/render/openmetrics/exposition.ts';

/** The sums of what began in `[startMs, endMs)`; whole minutes of one day. Epoch milliseconds. */
export type DaySpan = { readonly startMs: number; readonly endMs: number };

/**
 * `settleMs`: how long after its end a minute is known. `lastMs`: up to when sums were exported; `null`: a process that has just begun does not
 * know. The last sums of a day come before the first ones of the next: what a day counted after its last export would otherwise be lost.
 */
export function dueExports(nowMs: number, settleMs: number, lastMs: number | null): readonly DaySpan[] {
  const endMs = Math.floor((nowMs - settleMs) / minuteMs) * minuteMs;
  if (lastMs !== null && endMs <= lastMs) return [];
  // Midnight itself ends a day.
  const startMs = Math.floor((endMs - 1) / dayMs) * dayMs;
  // A minute may have been missed, and the process that exported before may be gone; for longer than an hour it is not likely.
  const knownMs = lastMs ?? endMs - hourMs;
  const spans: DaySpan[] = [];
  const firstEndMs = (Math.floor(knownMs / dayMs) + 1) * dayMs;
  for (let ms = firstEndMs; ms <= startMs; ms += dayMs) spans.push({ startMs: ms - dayMs, endMs: ms });
  return [...spans, { startMs, endMs }];
}

export type DayExport = {
  readonly settleMs: number;
  readonly read: (span: DaySpan) => Promise<readonly Family[]>;
  /** Rejects unless it was taken. */
  readonly send: (families: readonly Family[], span: DaySpan) => Promise<void>;
  /** Whether what was sent will never be taken: a backend may refuse what is old. */
  readonly isRefused: (error: unknown) => boolean;
  /** The last sums of a day were not taken, and are given up: they are refused, or another process may have exported them. */
  readonly onRefused: (error: unknown) => void;
};

export type ExportDue = (nowMs: number) => Promise<readonly DaySpan[]>;

/** Sends what is due, and returns what was taken. Whatever else was not is due again. */
export function dayExporter({ settleMs, read, send, isRefused, onRefused }: DayExport): ExportDue {
  let lastMs: number | null = null;
  return async (nowMs) => {
    const taken: DaySpan[] = [];
    const due = dueExports(nowMs, settleMs, lastMs);
    for (const span of due) {
      const families = await read(span);
      try {
        await send(families, span);
        taken.push(span);
        lastMs = span.endMs;
      } catch (error) {
        if (span === due.at(-1)) throw error;
        if (isRefused(error)) lastMs = span.endMs;
        else if (lastMs !== null) throw error;
        onRefused(error);
      }
    }
    return taken;
  };
}

/** Each of them, whatever becomes of the others. Rejects with the first failure, when all have ended. */
export async function exportEach(
  exporters: readonly ExportDue[],
  nowMs: number,
): Promise<readonly DaySpan[]> {
  const ended = await Promise.allSettled(exporters.map((exportDue) => exportDue(nowMs)));
  return ended.flatMap((each) => {
    if (each.status === 'rejected') throw each.reason;
    return each.value;
  });
}
