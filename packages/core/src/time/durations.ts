/** Lengths of time, in milliseconds. Days have 24 hours; for calendar days see `zone.ts`. */

export const secondMs = 1_000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
export const weekMs = 7 * dayMs;

/** How long the ledger keeps slices and experiments (domain.md §8). */
export const keptMs = 400 * dayMs;
