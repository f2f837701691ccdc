/** How often each group has been proven to survive a loss, and what that is worth. */
import type { ProofOfRedundancy } from '@garbageday/core/report/report.ts';
import { cleanRunsNeeded } from '@garbageday/core/statistics/clean-runs-needed.ts';
import { formatCount, formatPlural, formatRatio, formatShare } from '../format.ts';
import { plainText } from '../plain-text.ts';

export type ProofRow = { readonly group: string; readonly sentence: string };

/** A group whose kills are felt no more often is called proven, with the usual confidence. */
const goal = 0.1;

/**
 * `30 of 30 kills clean: with 95% confidence at most 9.50% of kills are felt.` Of few kills, what they prove, and what it
 * would take: `1 of 1 kill clean, which proves little: up to 95% of kills may be felt. 28 more clean kills would prove at
 * most 10% (95% confidence).`
 */
export function proofRow({ group, clean, kills, failureUpperBound }: ProofOfRedundancy): ProofRow {
  const name = plainText(group);
  if (kills === 0) return { group: name, sentence: 'Not killed yet: nothing proven.' };
  const seen = `${formatCount(clean)} of ${formatPlural(kills, 'kill')} clean`;
  if (failureUpperBound === null) return { group: name, sentence: `${seen}.` };
  if (failureUpperBound <= goal) {
    const bound = formatRatio(failureUpperBound, [goal]);
    return { group: name, sentence: `${seen}: with 95% confidence at most ${bound} of kills are felt.` };
  }
  const more = cleanRunsNeeded({ failed: kills - clean, runs: kills }, goal);
  const proven = `which proves little: up to ${formatShare(failureUpperBound)} of kills may be felt`;
  const needed = `${formatPlural(more, 'more clean kill', 'more clean kills')} would prove at most ${formatShare(goal)}`;
  return { group: name, sentence: `${seen}, ${proven}. ${needed} (95% confidence).` };
}
