/** The unplanned losses in a report. */
import { feltDuring, longestLossMs } from '../chaos/loss.ts';
import { type Hit, isHit } from '../chaos/was-hit.ts';
import type { Interval, Ledger } from '../ports.ts';
import { hourMs } from '../time/durations.ts';
import type { UnplannedLoss } from './report.ts';

export type PeriodLosses = {
  /** Losses in the period, in order; `null`: recording had not begun by its end. */
  readonly lost: readonly UnplannedLoss[] | null;
  /** Losses felt in the period, including those lost before it or noticed only after it. */
  readonly felt: readonly UnplannedLoss[] | null;
};

export const noLosses: PeriodLosses = { lost: null, felt: null };

/** A loss may be noticed this long after it was first felt. */
const noticedWithinMs = hourMs;

/** `hits`: what experiments really hit is not an unplanned loss, even if the hit was recorded after the loss. */
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
