/** An objective: 0 < objective < 1 (domain.md §5); each violation is explained. */
import { z } from 'zod';

export function objective() {
  return z
    .number()
    .superRefine((value, context) => {
      const why = whyNoObjective(value);
      if (why !== null) context.addIssue({ code: 'custom', message: why });
    })
    .meta({ kind: 'ratio', limits: 'between 0 and 1, both excluded' });
}

/**
 * `null` for 0 < objective < 1; budgets are counted in trillionths, so a budget below one is too small to represent.
 */
export function whyNoObjective(value: number): string | null {
  if (value === 1)
    return '1 leaves no error budget, so the first failure would break it for good; write 0.999, for example';
  if (value === 0) return '0 would be kept by a service that never answers; write 0.999, for example';
  if (value > 1 && value < 100)
    return `${value} is not a ratio; write ${Number((value / 100).toPrecision(12))}`;
  if (!(value > 0 && value < 1)) return `${value} is not a ratio between 0 and 1; write 0.999, for example`;
  const trillionths = Math.round(value * 1e12);
  return trillionths > 0 && trillionths < 1e12
    ? null
    : `${value} is nearer to ${Math.round(value)} than a trillionth; write 0.999, for example`;
}
