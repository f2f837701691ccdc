/** The metrics of journeys, as alarms and the deployment ask for them. */
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
  readonly service: string;
  readonly journey: string;
  readonly metricName: JourneyMetricName;
};

/** Namespace, name and dimensions of a journey's metric. */
export function journeyMetric({ service, journey, metricName }: JourneyMetric) {
  return {
    namespace: metricNamespaces($app.stage).probe,
    metricName,
    dimensions: journeyDimensions({ service, journey }),
  };
}
