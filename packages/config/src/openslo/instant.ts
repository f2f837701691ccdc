/** Moments as people write them. */

const pattern =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Epoch milliseconds of an ISO 8601 date and time with its zone, `Z` or an offset; `null` for anything else. */
export function parseInstant(text: string): number | null {
  const [, date = ''] = pattern.exec(text) ?? [];
  // February 30 would be parsed as March 2.
  const midnight = date === '' ? Number.NaN : Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) return null;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? null : instant;
}
