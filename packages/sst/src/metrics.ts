/** The metrics of journeys, as alarms and the deployment query them. */
import {
  type JourneyMetricName,
  journeyDimensions,
  metricNamespaces,
} from '@garbageday/aws/contract/metric-names.ts';
import type { SloConfiguration } from '@garbageday/core/configuration.ts';

/** What one SLI counts as good. */
export const goodMetric = { availability: 'Good', latency: 'GoodInTime' } as const satisfies Record<
  SloConfiguration['sli'],
  JourneyMetricName
>;

export type JourneyMetric = {
  /** The stage's. */
  readonly stage: string;
  readonly service: string;
  readonly journey: string;
  readonly metricName: JourneyMetricName;
};

/** Namespace, name and dimensions of a journey's metric. */
export function journeyMetric({ stage, service, journey, metricName }: JourneyMetric) {
  return {
    namespace: metricNamespaces(stage).probe,
    metricName,
    dimensions: journeyDimensions({ service, journey }),
  };
}
