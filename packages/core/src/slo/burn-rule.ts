/** One line of an alert table. */

/** Fires when `share` of the budget burns within the long window, and still burns in the short one. */
export type BurnRule = {
  readonly severity: 'page' | 'ticket';
  /** Share of the period's budget, 0–1. */
  readonly share: number;
  readonly longSeconds: number;
  readonly shortSeconds: number;
};
