/** Instances that were lost: those that chaos took, beside those that nobody planned. */
import { formatCount } from '../format.ts';

/** What stands where losses that no experiment caused would stand, were they recorded. */
export const notRecorded = 'not recorded';

/** `Planned losses: 2, unplanned losses: 1.` `unplanned`: `null` where nobody records them. */
export function lossesSentence(planned: number, unplanned: number | null): string {
  const others = unplanned === null ? notRecorded : formatCount(unplanned);
  return `Planned losses: ${formatCount(planned)}, unplanned losses: ${others}.`;
}
