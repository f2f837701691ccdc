/** How certain a ratio is. */

/** A two-sided 95% confidence interval of a ratio. */
export type ConfidenceInterval = { readonly low: number; readonly high: number };
