/** Lost instances: planned ones, taken by chaos, and unplanned ones. */
import { formatCount } from '../format.ts';

/** Shown instead of unplanned losses if they are not recorded. */
export const notRecorded = 'not recorded';

/** `Planned losses: 2, unplanned losses: 1.` `unplanned`: `null` if not recorded. */
export function lossesSentence(planned: number, unplanned: number | null): string {
  const others = unplanned === null ? notRecorded : formatCount(unplanned);
  return `Planned losses: ${formatCount(planned)}, unplanned losses: ${others}.`;
}
