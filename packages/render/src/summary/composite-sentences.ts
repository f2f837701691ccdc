/** Several objectives as one, in a sentence each. */
import type { CompositeScore, Report } from '@garbageday/core/report/report.ts';
import { formatInterval, formatObjective, formatRatio, formatShare } from '../format.ts';
import { plainText } from '../plain-text.ts';
import { budgetText } from './slo-row.ts';
import { verdictText } from './verdict-mark.ts';

/** Empty where none is configured. */
export function compositeSentences({ composites }: Report): readonly string[] {
  return composites.map((composite) => {
    const { name, sli, interval, objective, remaining, window, warnings } = composite;
    if (sli === null || interval === null)
      return [`${plainText(name)}:`, ...warnings.map(plainText)].join(' ');
    const ratio = `${formatRatio(sli, [objective])}; 95% CI ${formatInterval(interval, [objective])}`;
    const target = `Target ${formatObjective(objective)} ${verdictText(composite)}.`;
    const left = `${budgetText(remaining, window.text)}.`;
    return `${plainText(name)}: ${membersText(composite)} make ${ratio}. ${target} ${left}`;
  });
}

/** `75% users: latency and 25% probe: latency`. */
function membersText({ members }: CompositeScore): string {
  return members.map(({ slo, share }) => `${formatShare(share)} ${plainText(slo)}`).join(' and ');
}
