/** Whether a prober was looking in a period: nothing is proven by what nobody measured. */
import { isShareReached } from '../slo/fraction.ts';

/** How much of the period a journey's prober saw: slices that can be trusted. */
export type JourneyCoverage = {
  readonly journey: string;
  /** Share of the period, 0–1. */
  readonly ratio: number;
  /** Under this share nothing is proven. */
  readonly minimum: number;
  /** Since when nothing came, in epoch milliseconds; `null`: the end of the period was seen. */
  readonly silentSinceMs: number | null;
  /** The longest time without a slice; `null`: there is none worth telling. */
  readonly longestGap: { readonly fromMs: number; readonly toMs: number } | null;
};

/** Whether so much was seen that a verdict can be given. */
export function isProven({ ratio, minimum }: JourneyCoverage): boolean {
  return isShareReached(ratio, 1, minimum);
}
