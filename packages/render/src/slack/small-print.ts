/** What an SRE wants to see before believing the rest: where the budget went, what chaos may still spend, what is proven. */
import type { GroupResilience, Report } from '@garbageday/core/report/report.ts';
import { formatCount, formatDuration, formatPlural, formatShare } from '../format.ts';
import { attributionSentence } from '../summary/attribution-rows.ts';
import { proofRow } from '../summary/proof-row.ts';
import { line, type SlackLine } from './blocks.ts';

export function smallPrint(report: Report): readonly SlackLine[] {
  return [
    line`${attributionSentence(report)} ${spending(report)}`,
    policyLine(report),
    ...proofLines(report),
    ...exclusionLines(report),
    ...report.slos.flatMap(({ name, warnings }) => warnings.map((text) => line`⚠️ *${name}*: ${text}`)),
  ];
}

function spending({ attribution, unplannedLosses }: Report): string {
  const { total, chaos, unplanned, unexplained } = attribution.spent;
  const losses =
    unplannedLosses === null
      ? 'unplanned losses are not recorded'
      : `unplanned losses ${formatShare(unplanned)}`;
  return `Budget of ${attribution.slo} spent: ${formatShare(total)}, of it chaos ${formatShare(chaos)}, ${losses}, unexplained ${formatShare(unexplained)}.`;
}

const states: Readonly<Record<Report['policy']['state'], string>> = {
  open: 'experiments may run',
  'share-spent': 'no experiment runs, chaos has spent its share',
  'reserve-reached': 'no experiment runs, what is left is the reserve',
  exhausted: 'no experiment runs, the budget is spent',
};

function policyLine({ policy }: Report): SlackLine {
  const { state, reserve, chaosSpent, chaosShare } = policy;
  return line`Policy: ${states[state]} (chaos spent ${formatShare(chaosSpent)} of at most ${formatShare(chaosShare)}, reserve ${formatShare(reserve)}).`;
}

/** A period knows when a group was last proven; a game day only what it proved itself. */
function proofLines({ proofs, resilience }: Report): readonly SlackLine[] {
  const known: ReadonlyMap<string, GroupResilience> = new Map(resilience.map((each) => [each.group, each]));
  return proofs.map((proof) => {
    const { group, sentence } = proofRow(proof);
    return line`*${group}*: ${sentence}${lastProof(known.get(proof.group))}`;
  });
}

function lastProof(resilience: GroupResilience | undefined): string {
  if (resilience === undefined) return '';
  const { unplannedLosses: losses } = resilience;
  const lost = losses === null ? '' : ` ${formatPlural(losses, 'unplanned loss', 'unplanned losses')}.`;
  return `${sinceProof(resilience)}${lost}`;
}

function sinceProof({ daysSinceProof: days, kills }: GroupResilience): string {
  if (days === null) return kills === 0 ? '' : ' Never proven.';
  return days === 0 ? ' Last proof today.' : ` Last proof ${formatPlural(days, 'day')} ago.`;
}

function exclusionLines({ excluded }: Report): readonly SlackLine[] {
  if (excluded === null) return [];
  const { seconds, intervals, slos } = excluded;
  const whole = slos
    .map(({ slo, good, total }) => `${slo} ${formatCount(good)}/${formatCount(total)}`)
    .join(', ');
  return [
    line`Excluded as maintenance: ${formatPlural(intervals.length, 'interval')}, ${formatDuration(seconds * 1_000)}. With it: ${whole}.`,
  ];
}
