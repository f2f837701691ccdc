/** The kills that a reader is shown: all of them, unless there are too many to read. */
import type { Report } from '@garbageday/core/report/report.ts';
import { formatCount } from '../format.ts';
import { type KillRow, killRows } from './kill-row.ts';

export type ShownKills = {
  readonly rows: readonly KillRow[];
  /** `and 2,820 more, in the JSON`; `null` if all are shown. */
  readonly hidden: string | null;
};

const mostRows = 60;

/**
 * If there are too many, kills that did not pass are preferred over those that did, and later ones over earlier ones.
 */
export function shownKills(report: Report): ShownKills {
  const rows = killRows(report);
  if (rows.length <= mostRows) return { rows, hidden: null };
  const isOdd = ({ verdict }: KillRow): number => (verdict === 'pass' ? 0 : 1);
  const chosen = rows.toSorted((a, b) => isOdd(b) - isOdd(a) || b.number - a.number).slice(0, mostRows);
  return {
    rows: chosen.toSorted((a, b) => a.number - b.number),
    hidden: `and ${formatCount(rows.length - mostRows)} more, in the JSON`,
  };
}
