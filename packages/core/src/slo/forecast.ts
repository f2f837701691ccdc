/** When the budget will be gone if nothing changes. */

export type Forecast =
  | { readonly kind: 'exhausted' }
  | { readonly kind: 'lasts' }
  | { readonly kind: 'exhausted-in'; readonly seconds: number };

/**
 * remaining ÷ (burn ÷ window) seconds from now (domain.md §5). `burn` is the current burn rate, `null` without data;
 * a budget that does not burn lasts.
 */
export function forecast(remaining: number, burn: number | null, windowSeconds: number): Forecast {
  if (remaining <= 0) return { kind: 'exhausted' };
  if (burn === null || burn === 0) return { kind: 'lasts' };
  return { kind: 'exhausted-in', seconds: (remaining / burn) * windowSeconds };
}
