/** The SLOs as metrics. */
import type { Report, SloResult } from '@garbageday/core/report/report.ts';
import { spanText } from '../summary/burn-sentences.ts';
import type { Family, Sample } from './exposition.ts';
import { gauge, ratio, seconds } from './family.ts';

type Column = readonly [
  family: typeof gauge,
  name: string,
  help: string,
  read: (slo: SloResult) => number | null,
];

const columns: readonly Column[] = [
  [ratio, 'objective_ratio', 'The objective.', ({ objective }) => objective],
  [gauge, 'good_events', 'Good events in the window.', ({ good }) => good],
  [gauge, 'events', 'Events in the window.', ({ total }) => total],
  [gauge, 'budget_events', 'Events that the budget is a share of.', (slo) => known(slo, slo.events)],
  [ratio, 'sli_ratio', 'Good events in the window, as a share of its events.', (slo) => slo.ratio],
  [ratio, 'sli_lower_ratio', 'Lower 95% bound of the SLI.', ({ interval }) => interval?.low ?? null],
  [ratio, 'sli_upper_ratio', 'Upper 95% bound of the SLI.', ({ interval }) => interval?.high ?? null],
  [ratio, 'budget_consumed_ratio', 'Consumed share of the error budget.', (slo) => known(slo, slo.consumed)],
  [ratio, 'budget_remaining_ratio', 'Share of the error budget left.', (slo) => known(slo, slo.remaining)],
  [
    seconds,
    'exhausted_in_seconds',
    'Until the budget is gone at the current burn.',
    (slo) => slo.exhaustedInSeconds,
  ],
];

export function sloFamilies({ service, slos }: Report): readonly Family[] {
  return [
    ...columns.map(([family, name, help, read]) =>
      family(
        `garbageday_slo_${name}`,
        help,
        slos.map((slo) => ({ labels: labelsOf(service, slo), value: read(slo) })),
      ),
    ),
    gauge(
      'garbageday_slo_burn_rate',
      'Burn rate over a window.',
      slos.flatMap((slo) => burns(service, slo)),
    ),
    gauge(
      'garbageday_slo_alert_firing',
      '1 while the rule fires.',
      slos.flatMap((slo) => alerts(service, slo)),
    ),
  ];
}

/** `null` without data, when the share that is left is unknown. */
function known({ ratio: sli }: SloResult, share: number): number | null {
  return sli === null ? null : share;
}

/** `measured_by` only where it is not a prober. */
function labelsOf(service: string, { name, journey, measuredBy, sli, window }: SloResult) {
  const source = measuredBy === undefined ? {} : { measured_by: measuredBy };
  return { service, slo: name, journey, ...source, sli, window };
}

function burns(service: string, slo: SloResult): readonly Sample[] {
  return slo.burn.map(({ seconds: span, rate }) => ({
    labels: { ...labelsOf(service, slo), over: spanText(span) },
    value: rate,
  }));
}

function alerts(service: string, slo: SloResult): readonly Sample[] {
  return slo.alerts.map(({ severity, longSeconds, shortSeconds, firing }) => ({
    labels: {
      ...labelsOf(service, slo),
      ...{ severity, long: spanText(longSeconds), short: spanText(shortSeconds) },
    },
    value: firing ? 1 : 0,
  }));
}
