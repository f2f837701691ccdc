/** How often each group has been proven to survive a loss, and what that is worth. */
import type { ProofOfRedundancy } from '@garbageday/core/report/report.ts';
import { cleanRunsNeeded } from '@garbageday/core/statistics/clean-runs-needed.ts';
import { formatCount, formatPlural, formatRatio, formatShare } from '../format.ts';
import { plainText } from '../plain-text.ts';

export type ProofRow = { readonly group: string; readonly sentence: string };

/** What is worth proving: that no more of the kills than this are felt. */
const goal = 0.1;

/** For a group that fails more often, how many clean kills would make up for it helps no one. */
const mostFailed = 20;

/**
 * `30 of 30 kills clean: with 95% confidence at most 9.50% of kills are felt.` Of fewer, also what it would take; of very
 * few, that they prove little: `1 of 1 kill clean, which proves little: up to 95% of kills may be felt (95% confidence).
 * 28 more clean kills would prove at most 10%.`
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

/** 0 where enough is proven already, or too much has failed. */
function moreNeeded({ kills, clean, failureUpperBound }: ProofOfRedundancy): number {
  const failed = kills - clean;
  if (failureUpperBound === null || failureUpperBound <= goal || failed > mostFailed) return 0;
  return cleanRunsNeeded({ failed, runs: kills }, goal);
}
