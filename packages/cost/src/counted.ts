/** Journeys that no one plays: a load balancer counts the users' own requests, and its metrics or logs are read. */
import type { MeasuredJourney } from '@garbageday/core/probe/measured-journey.ts';
import { loggingNodes, metricsPerCount, minutesPerCount, minutesPerMonth } from './assumptions.ts';
import { type CostItem, itemOf } from './cost-item.ts';
import type { PriceName } from './prices.ts';
import type { Stage } from './stage-sizes.ts';

export function countedJourneys({ configuration }: Pick<Stage, 'configuration'>): readonly MeasuredJourney[] {
  return configuration.journeys.filter(({ measuredBy }) => measuredBy !== undefined);
}

/** Slices a month: a minute is one, or one for each node that logged it. */
export function countedSlices(stage: Stage): number {
  return countedJourneys(stage).reduce(
    (sum, { measuredBy }) => sum + minutesPerMonth * (measuredBy?.kind === 'alb-metrics' ? 1 : loggingNodes),
    0,
  );
}

/** Nothing where nothing is counted. */
export function countingItems(stage: Stage): readonly CostItem[] {
  const runs = minutesPerMonth / minutesPerCount;
  const countedBy = (kind: string) =>
    countedJourneys(stage).filter(({ measuredBy }) => measuredBy?.kind === kind).length;
  const [byMetrics, byLogs] = [countedBy('alb-metrics'), countedBy('alb-access-logs')];
  const line = (what: string, quantity: number, price: PriceName) =>
    itemOf({ category: 'watching', what, quantity, price });
  return [
    ...(byMetrics === 0 ? [] : [line('GetMetricData', byMetrics * runs * metricsPerCount, 'metricRead')]),
    ...(byLogs === 0
      ? []
      : [
          line('access logs, listed', byLogs * runs, 's3List'),
          line('access logs, read', byLogs * runs * loggingNodes, 's3Get'),
        ]),
  ];
}
