/** Since when a journey has been measured. */
import type { Ledger } from '../ports.ts';

/** Slices are kept this long (domain.md §8). */
export const slicesKeptMs = 400 * 86_400_000;

export type MeasuredJourney = { readonly service: string; readonly journey: string };

/** When the first slice that the ledger keeps began; `null`: there is none before `nowMs`. */
export async function measuredSince(
  ledger: Pick<Ledger, 'slices'>,
  { service, journey }: MeasuredJourney,
  nowMs: number,
): Promise<number | null> {
  const kept = { fromMs: nowMs - slicesKeptMs, toMs: nowMs, pageSize: 1 };
  for await (const page of ledger.slices({ service, journey, ...kept }))
    for (const { startMs } of page) return startMs;
  return null;
}
