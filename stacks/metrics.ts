/**
 * The custom metrics that alarms and the dashboard read, and that every journey must write, once a minute:
 * namespace `METRICS_NAMESPACE`; dimensions `Service`, `Journey` for whole journeys (and `Step` too, for steps).
 * Counts: `Total`, `Good` (answered correctly), `GoodInTime` (and within the threshold), `Heartbeat` (1 per slice that
 * was written). Milliseconds, as a distribution: `Latency`, `Lag`.
 */
import type { SloConfiguration } from '@garbageday/core/configuration.ts';
import { metricNamespaces } from './naming.ts';

/** What one SLI counts as good. */
export const goodMetric = { availability: 'Good', latency: 'GoodInTime' } as const satisfies Record<
  SloConfiguration['sli'],
  string
>;

export type JourneyMetric = {
  readonly service: string;
  readonly journey: string;
  readonly metricName: 'Total' | 'Good' | 'GoodInTime' | 'Heartbeat' | 'Latency' | 'Lag';
};

/** Namespace, name and dimensions of a journey's metric. */
export function journeyMetric({ service, journey, metricName }: JourneyMetric) {
  return {
    namespace: metricNamespaces.probe(),
    metricName,
    dimensions: { Service: service, Journey: journey },
  };
}
