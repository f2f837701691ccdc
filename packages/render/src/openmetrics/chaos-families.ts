/** What chaos cost and proved, as metrics. */

import type { GroupResilience, Report } from '@garbageday/core/report/report.ts';
import type { Attribution } from '@garbageday/core/slo/attribution.ts';
import { injectedCount } from '../summary/kill-row.ts';
import type { Family, Sample } from './exposition.ts';
import { gauge, ratio, seconds } from './family.ts';

type Column = readonly [
  family: typeof gauge,
  name: string,
  help: string,
  read: (trend: GroupResilience) => number | null,
];

const columns: readonly Column[] = [
  [gauge, 'kills', 'Kills with a verdict.', ({ kills }) => kills],
  [gauge, 'kills_clean', 'Kills that passed.', ({ clean }) => clean],
  [
    ratio,
    'kill_failure_upper_ratio',
    'Upper 95% bound of the share of kills that are felt.',
    (trend) => trend.failureUpperBound,
  ],
  [
    seconds,
    'last_proof_age_seconds',
    'Since the group was last proven, in whole days.',
    ({ daysSinceProof }) => inSeconds(daysSinceProof),
  ],
  [gauge, 'losses_planned', 'Instances that experiments took.', ({ plannedLosses }) => plannedLosses],
  [
    gauge,
    'losses_unplanned',
    'Instances lost otherwise, where that is recorded.',
    ({ unplannedLosses }) => unplannedLosses,
  ],
];

export function chaosFamilies(report: Report): readonly Family[] {
  const { service, resilience, policy } = report;
  return [
    gauge('garbageday_experiments_injected', 'Faults injected in the period.', [
      { labels: { service }, value: injectedCount(report) },
    ]),
    ...spendFamilies(report),
    ...columns.map(([family, name, help, read]) =>
      family(
        `garbageday_${name}`,
        help,
        resilience.map((trend) => ({ labels: { service, group: trend.group }, value: read(trend) })),
      ),
    ),
    gauge(
      'garbageday_refusals',
      'Refused experiments, by reason.',
      policy.refusals.map(({ reason, count }) => ({ labels: { service, reason }, value: count })),
    ),
  ];
}

/** For every SLO with an attribution; if losses are not recorded, there are no samples of them. */
function spendFamilies({ service, attribution, otherAttributions }: Report): readonly Family[] {
  const all = [attribution, ...otherAttributions];
  const causes = (
    valuesOf: (of: Attribution) => Readonly<Record<string, number | null>>,
  ): readonly Sample[] =>
    all.flatMap((of) =>
      Object.entries(valuesOf(of)).map(([cause, value]) => ({
        labels: { service, slo: of.slo, sli: of.sli, cause },
        value,
      })),
    );
  return [
    gauge(
      'garbageday_bad_events',
      'Bad events of the probe, by cause.',
      causes(({ chaos, unplanned, unexplained }) => ({ chaos, unplanned, unexplained })),
    ),
    ratio(
      'garbageday_budget_spent_ratio',
      'Share of the error budget spent in the period of the report, by cause.',
      causes(({ spent: { chaos, unplanned, unexplained } }) => ({ chaos, unplanned, unexplained })),
    ),
  ];
}

function inSeconds(days: number | null): number | null {
  return days === null ? null : days * 86_400;
}
