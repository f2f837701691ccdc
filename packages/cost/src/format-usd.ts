/** Dollars as a bill writes them. */

const cents = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** `1,234.50`; what is there but less than a cent is `<0.01`. */
export function formatUsd(usd: number): string {
  return usd > 0 && usd < 0.005 ? '<0.01' : cents.format(usd);
}
