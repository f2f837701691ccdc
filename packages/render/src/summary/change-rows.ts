/** What changed since the period before. */
import type { Report, SloChange } from '@garbageday/core/report/report.ts';
import { formatRatio } from '../format.ts';
import { plainText } from '../plain-text.ts';

export type ChangeRow = {
  readonly slo: string;
  readonly before: string;
  readonly after: string;
  readonly direction: 'better' | 'worse' | 'same' | 'unknown';
};

/** Only SLOs that were measured before: the rest have nothing to compare with. */
export function changeRows({ changes }: Report): readonly ChangeRow[] {
  return changes
    .filter(({ before }) => before !== null)
    .map((change) => ({
      slo: plainText(change.slo),
      before: formatRatio(change.before, knownOf(change.after)),
      after: formatRatio(change.after, knownOf(change.before)),
      direction: directionOf(change),
    }));
}

/** Two different ratios are shown with enough digits to differ. */
function knownOf(ratio: number | null): readonly number[] {
  return ratio === null ? [] : [ratio];
}

function directionOf({ before, after }: SloChange): ChangeRow['direction'] {
  if (before === null || after === null) return 'unknown';
  if (before === after) return 'same';
  return after > before ? 'better' : 'worse';
}

const words: Readonly<Record<ChangeRow['direction'], string>> = {
  better: 'better than the period before',
  worse: 'worse than the period before',
  same: 'as in the period before',
  unknown: 'nothing was measured since',
};

/** `99.95% → 99.99%, better than the period before`. */
export function changeText({ before, after, direction }: ChangeRow): string {
  return `${before} → ${after}, ${words[direction]}`;
}
