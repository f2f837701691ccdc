/** Confidence in a ratio of good events. */
import type { ConfidenceInterval } from './confidence-interval.ts';
import type { Counts } from './counts.ts';

/** The 97.5% quantile of the standard normal distribution: two-sided 95%. */
const z = 1.959963984540054;

/**
 * Wilson's two-sided 95% score interval of good ÷ total; `null` without an event. It contains the ratio itself, stays
 * within [0, 1], and is informative even when nothing failed (E. B. Wilson, JASA 22, 1927).
 */
export function wilsonInterval({ good, total }: Counts): ConfidenceInterval | null {
  if (total === 0) return null;
  const ratio = good / total;
  const spread = z * Math.sqrt((ratio * (1 - ratio)) / total + (z / (2 * total)) ** 2);
  const centre = ratio + z ** 2 / (2 * total);
  const scale = 1 + z ** 2 / total;
  // The clamps only remove rounding errors: if none or all are good, the bound is exactly the ratio.
  return {
    low: Math.max(0, Math.min(ratio, (centre - spread) / scale)),
    high: Math.min(1, Math.max(ratio, (centre + spread) / scale)),
  };
}
