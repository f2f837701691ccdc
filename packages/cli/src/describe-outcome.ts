/** What became of one experiment, as a few lines for a person. */
import type { ExperimentPlan, Impact, TargetRecord } from '@garbageday/core/chaos/experiment.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { faultNamed } from '@garbageday/core/chaos/fault.ts';
import { wasInjected } from '@garbageday/core/report/happened-at.ts';
import { formatCount, formatShare } from '@garbageday/render/format.ts';
import { plainText } from '@garbageday/render/plain-text.ts';
import { recoveryText, tookText, whyUnfinished } from '@garbageday/render/summary/kill-row.ts';

/** The verdict or the reason first. */
export function describeOutcome(outcome: ExperimentOutcome): string {
  return linesOf(outcome).map(plainText).join('\n');
}

function linesOf(outcome: ExperimentOutcome): readonly string[] {
  const { plan } = outcome;
  switch (outcome.kind) {
    case 'refused':
      return [`Refused (${outcome.refusal.reason}): ${outcome.refusal.detail}`];
    case 'dry-run':
      return [`Dry run: would ${deed(plan, outcome.target)}. With --armed it is real.`];
    case 'aborted':
      return aborted(outcome);
    case 'unfinished':
      return [
        `No end${outcome.target === null ? '' : ` (${deed(plan, outcome.target)})`}: ${whyUnfinished(outcome)}`,
      ];
    case 'completed': {
      const { verdict, reasons } = outcome.judgement;
      return [
        `${verdict}: ${deed(plan, outcome.target)}`,
        ...felt(outcome.impact),
        ...reasons.map((one) => `  ${one}`),
      ];
    }
    default:
      return outcome satisfies never;
  }
}

function aborted(outcome: Extract<ExperimentOutcome, { kind: 'aborted' }>): readonly string[] {
  const { plan, target, reason, impact } = outcome;
  if (!wasInjected(outcome)) return [`Aborted, and nothing was killed: ${reason.text}`];
  const hit = target === null ? '' : ` (${deed(plan, target)})`;
  const effect = impact === null ? ['  what users felt was not measured'] : felt(impact);
  return [`Aborted${hit}: ${reason.text}`, ...effect];
}

function deed({ fault, group }: ExperimentPlan, { slot, instanceId, zone, role }: TargetRecord): string {
  const part = role === 'none' ? '' : `, ${role}`;
  // A server without a stable name goes by its id.
  const id = slot === instanceId ? '' : `, ${instanceId}`;
  return `${faultNamed(fault).label} ${slot} (${group}${part}${id}) in zone ${zone}`;
}

function felt({ probes, detectMs, replaceMs, recoverMs, budgetSpent }: Impact): readonly string[] {
  const times = `${tookText('detected', detectMs)}, ${tookText('replaced', replaceMs)}, ${recoveryText(recoverMs)}`;
  const cost = `${formatCount(probes.bad)} of ${formatCount(probes.sent)} probes bad, ${formatShare(budgetSpent)} of the error budget`;
  return [`  ${times}`, `  ${cost}`];
}
