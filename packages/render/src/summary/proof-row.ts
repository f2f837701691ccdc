/** How often each group has been proven to survive a loss, and what that is worth. */
import type { ProofOfRedundancy } from '@garbageday/core/report/report.ts';
import { formatCount, formatPlural, formatRatio } from '../format.ts';
import { plainText } from '../plain-text.ts';

export type ProofRow = { readonly group: string; readonly sentence: string };

/** `30 of 30 kills clean: with 95% confidence at most 9.50% of kills are felt.` */
export function proofRow({ group, clean, kills, failureUpperBound }: ProofOfRedundancy): ProofRow {
  const name = plainText(group);
  if (kills === 0) return { group: name, sentence: 'Not killed yet: nothing proven.' };
  const bound =
    failureUpperBound === null || failureUpperBound >= 1
      ? '.'
      : `: with 95% confidence at most ${formatRatio(failureUpperBound)} of kills are felt.`;
  return { group: name, sentence: `${formatCount(clean)} of ${formatPlural(kills, 'kill')} clean${bound}` };
}
