/** Instants in documents. */

/** ISO 8601 in UTC, to the millisecond. */
export function instantText(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
