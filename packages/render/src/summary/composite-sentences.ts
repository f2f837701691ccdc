/** Composites, in one sentence each. */

import type { NotEvaluated, Report } from '@garbageday/core/report/report.ts';
import type { CompositeScore } from '@garbageday/core/slo/composite.ts';
import { nameList } from '@garbageday/core/wording/words.ts';
import { formatInterval, formatObjective, formatRatio, formatShare } from '../format.ts';
import { plainText } from '../plain-text.ts';
import { budgetText } from './slo-row.ts';
import { verdictText } from './verdict-mark.ts';

/** Empty if none is configured; a composite that could not be evaluated says why. */
export function compositeSentences({ composites, notEvaluated }: Report): readonly string[] {
  return [...composites.map(compositeSentence), ...notEvaluated.map(whyNotEvaluated)];
}

export function compositeSentence(composite: CompositeScore): string {
  const { name, sli, interval, objective, remaining, window, warnings } = composite;
  if (sli === null || interval === null) return [`${plainText(name)}:`, ...warnings.map(plainText)].join(' ');
  const ratio = `${formatRatio(sli, [objective])}; 95% CI ${formatInterval(interval, [objective])}`;
  const target = `Target ${formatObjective(objective)} ${verdictText(composite)}.`;
  const left = `${budgetText(remaining, window.text)}.`;
  return `${plainText(name)}: ${membersText(composite)} make ${ratio}. ${target} ${left}`;
}

function whyNotEvaluated({ name, needs }: NotEvaluated): string {
  return `${plainText(name)}: not evaluated. It needs ${plainText(nameList(needs))}, and users' requests are not measured here.`;
}

/** `75% users: latency and 25% probe: latency`. */
function membersText({ members }: CompositeScore): string {
  return members.map(({ slo, share }) => `${formatShare(share)} ${plainText(slo)}`).join(' and ');
}
