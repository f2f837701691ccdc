/** Whether every write that a user was told was done is stored, once. */
import type { UserTotals } from './report.ts';

/**
 * `unanswered`: more is stored than was acknowledged, and no more than failed requests can have left there without their
 * user hearing of it, so nothing is lost and nothing is proven to count twice. `uncounted`: nobody knows.
 */
export type Writes = 'equal' | 'lost' | 'doubled' | 'unanswered' | 'uncounted';

/** Whether a write was lost or counted twice. */
export function hasWriteMismatch(users: UserTotals | null): boolean {
  return users !== null && ['lost', 'doubled'].includes(writesOf(users));
}

export function writesOf({ failed, acknowledged, stored }: UserTotals): Writes {
  if (acknowledged === null || stored === null) return 'uncounted';
  const surplus = stored - acknowledged;
  if (surplus === 0) return 'equal';
  if (surplus < 0) return 'lost';
  return surplus <= failed ? 'unanswered' : 'doubled';
}
