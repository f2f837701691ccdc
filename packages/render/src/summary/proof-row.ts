/** How often each group has been proven to survive a loss, and how much that proves. */
import type { ProofOfRedundancy } from '@garbageday/core/report/report.ts';
import { cleanRunsNeeded } from '@garbageday/core/statistics/clean-runs-needed.ts';
import { formatCount, formatPlural, formatRatio, formatShare } from '../format.ts';
import { plainText } from '../plain-text.ts';

export type ProofRow = { readonly group: string; readonly sentence: string };

/** The proof worth having: that at most this share of kills is felt. */
const goal = 0.1;

/** For a group that failed more often than this, the number of clean kills to make up for it is not useful. */
const mostFailed = 20;

/**
 * `30 of 30 kills clean: with 95% confidence at most 9.50% of kills are felt.` With fewer kills, it adds how many more
 * it would take; with very few, that they prove little: `1 of 1 kill clean, which proves little: up to 95% of kills may
 * be felt (95% confidence). 28 more clean kills would prove at most 10%.`
 */
export function proofRow(proof: ProofOfRedundancy): ProofRow {
  const { kills, clean, failureUpperBound } = proof;
  const group = plainText(proof.group);
  if (kills === 0) return { group, sentence: 'Not killed yet: nothing proven.' };
  const seen = `${formatCount(clean)} of ${formatPlural(kills, 'kill')} clean`;
  if (failureUpperBound === null) return { group, sentence: `${seen}.` };
  return { group, sentence: `${seen}${boundText(failureUpperBound)}${neededText(proof)}` };
}

function boundText(bound: number): string {
  return bound > 0.5
    ? `, which proves little: up to ${formatShare(bound)} of kills may be felt (95% confidence).`
    : `: with 95% confidence at most ${formatRatio(bound, [goal])} of kills are felt.`;
}

function neededText(proof: ProofOfRedundancy): string {
  const more = moreNeeded(proof);
  return more === 0
    ? ''
    : ` ${formatPlural(more, 'more clean kill')} would prove at most ${formatShare(goal)}.`;
}

/** 0 if enough is proven already, or too many have failed. */
function moreNeeded({ kills, clean, failureUpperBound }: ProofOfRedundancy): number {
  const failed = kills - clean;
  if (failureUpperBound === null || failureUpperBound <= goal || failed > mostFailed) return 0;
  return cleanRunsNeeded({ failed, runs: kills }, goal);
}
