/** What is counted. */

/** Integer counts of one SLI over one interval; `0 ≤ good ≤ total`. */
export type Counts = { readonly good: number; readonly total: number };
