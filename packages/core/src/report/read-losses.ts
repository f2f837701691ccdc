/** The unplanned losses that a report tells of. */
import { feltDuring, longestLossMs } from '../chaos/loss.ts';
import { type Hit, isHit } from '../chaos/was-hit.ts';
import type { Interval, Ledger } from '../ports.ts';
import type { UnplannedLoss } from './report.ts';

export type PeriodLosses = {
  /** Those of the period, in order; `null`: nobody had begun to record them by its end. */
  readonly lost: readonly UnplannedLoss[] | null;
  /** Those that were felt in the period, also when they were lost before it or are only noticed after it. */
  readonly felt: readonly UnplannedLoss[] | null;
};

export const noLosses: PeriodLosses = { lost: null, felt: null };

/** A loss may be noticed so long after it began to be felt. */
const noticedWithinMs = 3_600_000;

/** `hits`: what experiments really hit is no unplanned loss, also where that was recorded only after the loss. */
export async function readLosses(
  ledger: Pick<Ledger, 'losses'>,
  period: Interval,
  hits: readonly Hit[] = [],
): Promise<PeriodLosses> {
  const { fromMs, toMs } = period;
  const recorded = await ledger.losses({ fromMs: fromMs - longestLossMs, toMs: toMs + noticedWithinMs });
  const losses = (recorded?.losses ?? []).filter((loss) => !isHit(loss, hits));
  const told = losses.map((loss) => ({ atMs: loss.atMs, loss: { group: loss.group, ...feltDuring(loss) } }));
  const isRecorded = recorded !== null && recorded.sinceMs < toMs;
  const lost = told.filter(({ atMs }) => atMs >= fromMs && atMs < toMs).map(({ loss }) => loss);
  return {
    lost: isRecorded ? lost : null,
    felt: isRecorded
      ? told.map(({ loss }) => loss).filter((loss) => loss.fromMs < toMs && loss.toMs > fromMs)
      : null,
  };
}
