/** Whether every acknowledged write is stored exactly once. */
import type { UserTotals } from './report.ts';

/**
 * `unanswered`: more writes are stored than were acknowledged, but no more than failed requests can account for, so no
 * write is known to be lost or doubled. `uncounted`: not counted.
 */
export type Writes = 'equal' | 'lost' | 'doubled' | 'unanswered' | 'uncounted';

/** Whether a write was lost or counted twice. */
export function hasWriteMismatch(users: UserTotals | null): boolean {
  return users !== null && ['lost', 'doubled'].includes(writesOf(users));
}

export function writesOf({ failed, unanswered = failed, acknowledged, stored }: UserTotals): Writes {
  if (acknowledged === null || stored === null) return 'uncounted';
  const surplus = stored - acknowledged;
  if (surplus === 0) return 'equal';
  if (surplus < 0) return 'lost';
  return surplus <= unanswered ? 'unanswered' : 'doubled';
}
