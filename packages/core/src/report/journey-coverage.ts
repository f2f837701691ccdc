/** Whether a prober was watching during a period: what was not measured proves nothing. */
import { isShareReached } from '../slo/fraction.ts';

/** How much of the period a journey's prober covered with trusted slices. */
export type JourneyCoverage = {
  readonly journey: string;
  /** Share of the period, 0–1. */
  readonly ratio: number;
  /** Below this share nothing is proven. */
  readonly minimum: number;
  /** Since when no slice has arrived, in epoch milliseconds; `null`: the end of the period was covered. */
  readonly silentSinceMs: number | null;
  /** The longest time without a slice; `null`: none worth reporting. */
  readonly longestGap: { readonly fromMs: number; readonly toMs: number } | null;
};

/** Whether enough was covered for a verdict. */
export function isProven({ ratio, minimum }: JourneyCoverage): boolean {
  return isShareReached(ratio, 1, minimum);
}
