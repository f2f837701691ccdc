/** The users' side of a run, in sentences. */
import type { UserTotals } from '@garbageday/core/report/report.ts';
import { writesOf } from '@garbageday/core/report/writes.ts';
import { formatCount, formatMs, formatPlural } from '../format.ts';
import { countedBy } from './counted-by.ts';

/** What was sent and what failed, then whether every acknowledged write is stored exactly once. */
export function usersSentences(users: UserTotals): readonly string[] {
  if (users.sent === 0) return ['No user requests were sent.', ...writes(users)];
  if (users.countedBy !== undefined)
    return [
      `${formatPlural(users.sent, 'request')} in ${countedBy[users.countedBy]}, ${formatCount(users.failed)} failed. Longest wait ${formatMs(users.longestWaitMs)}.`,
    ];
  return [
    `${formatPlural(users.sent, 'request')} sent, ${formatCount(users.failed)} failed, ${formatCount(users.retried)} retried. Longest wait ${formatMs(users.longestWaitMs)}.`,
    ...writes(users),
  ];
}

function writes(users: UserTotals): readonly string[] {
  const { acknowledged, stored } = users;
  if (acknowledged === null) return [];
  if (acknowledged === 0 && (stored === 0 || stored === null)) return [];
  // The word counter inserts; any other service writes.
  const noun = users.unanswered === undefined ? 'insert' : 'write';
  const inserts = `${formatPlural(acknowledged, noun)} acknowledged`;
  if (stored === null) return [`${inserts}; how many are stored could not be read.`];
  return [`${inserts}, ${formatCount(stored)} stored: ${comparison(users, stored - acknowledged)}`];
}

function comparison(users: UserTotals, surplus: number): string {
  const { unanswered = users.failed } = users;
  switch (writesOf(users)) {
    case 'equal':
      return 'no write lost, none counted twice.';
    case 'lost':
      return `${formatPlural(-surplus, 'write')} lost.`;
    case 'unanswered':
      return `no write lost; ${formatCount(surplus)} of the requests that failed ${surplus === 1 ? 'was' : 'were'} stored all the same.`;
    default:
      return unanswered === 0
        ? `${formatPlural(surplus, 'write')} counted twice.`
        : `at least ${formatPlural(surplus - unanswered, 'write')} counted twice, beside what requests that failed may have stored.`;
  }
}
