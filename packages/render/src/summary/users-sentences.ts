/** The users' side of a run in sentences. */
import type { UserTotals } from '@garbageday/core/report/report.ts';
import { formatCount, formatMs, formatPlural } from '../format.ts';

/** What was sent and what failed, then whether every acknowledged write is stored exactly once. */
export function usersSentences(users: UserTotals): readonly string[] {
  if (users.sent === 0) return ['No user requests were sent.', ...writes(users)];
  return [
    `${formatPlural(users.sent, 'request')} sent, ${formatCount(users.failed)} failed, ${formatCount(users.retried)} retried. Longest wait ${formatMs(users.longestWaitMs)}.`,
    ...writes(users),
  ];
}

function writes({ acknowledged, stored }: UserTotals): readonly string[] {
  if (acknowledged === null) return [];
  if (acknowledged === 0 && (stored === 0 || stored === null)) return [];
  const inserts = `${formatPlural(acknowledged, 'insert')} acknowledged`;
  if (stored === null) return [`${inserts}; how many are stored could not be read.`];
  return [`${inserts}, ${formatCount(stored)} stored: ${comparison(stored - acknowledged)}`];
}

function comparison(surplus: number): string {
  if (surplus === 0) return 'no write lost, none counted twice.';
  if (surplus < 0) return `${formatPlural(-surplus, 'write')} lost.`;
  return `${formatPlural(surplus, 'write')} counted twice, or stored without an answer.`;
}

/** Stored differs from acknowledged, as far as it is known. */
export function hasWriteMismatch({ acknowledged, stored }: UserTotals): boolean {
  return stored !== null && acknowledged !== null && stored !== acknowledged;
}
