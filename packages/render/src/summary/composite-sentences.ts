/** Several objectives as one, in a sentence each. */
import type { CompositeScore, Report } from '@garbageday/core/report/report.ts';
import { formatInterval, formatObjective, formatRatio, formatShare } from '../format.ts';
import { plainText } from '../plain-text.ts';

const verdicts: Readonly<Record<CompositeScore['verdict'], string>> = {
  met: 'met',
  missed: 'missed',
  'not-yet-provable': 'not yet provable',
  'no-data': 'no data',
};

/** Empty where none is configured. */
export function compositeSentences({ composites }: Report): readonly string[] {
  return composites.map((composite) => {
    const { name, sli, interval, objective, remaining, verdict, window, warnings } = composite;
    if (sli === null || interval === null)
      return [`${plainText(name)}:`, ...warnings.map(plainText)].join(' ');
    const ratio = `${formatRatio(sli)}; 95% CI ${formatInterval(interval)}`;
    const target = `Target ${formatObjective(objective)} ${verdicts[verdict]}.`;
    const left = `${formatShare(remaining)} of the ${plainText(window.text)} budget left.`;
    return `${plainText(name)}: ${membersText(composite)} make ${ratio}. ${target} ${left}`;
  });
}

/** `75% users: latency and 25% probe: latency`. */
function membersText({ members }: CompositeScore): string {
  return members.map(({ slo, share }) => `${formatShare(share)} ${plainText(slo)}`).join(' and ');
}
