/**
 * The custom metrics that the probe and the users write once a minute, and that alarms and the dashboard read. Counts:
 * `Total`, `Good` (answered correctly), `GoodInTime` (and within the threshold), `Heartbeat` (1 per slice that was
 * written). Milliseconds, as a distribution: `Latency`, `Lag`.
 */

export type JourneyMetricName = 'Total' | 'Good' | 'GoodInTime' | 'Heartbeat' | 'Latency' | 'Lag';

/** A namespace per stage is what IAM can confine a writer to. */
export function metricNamespaces(stage: string) {
  return { probe: `GarbageDay/Probe/${stage}`, chaos: `GarbageDay/Chaos/${stage}` };
}

export type Measured = { readonly service: string; readonly journey: string };

/** Of a whole journey. */
export function journeyDimensions({ service, journey }: Measured) {
  return { Service: service, Journey: journey };
}

/** Of one of its steps. */
export function stepDimensions(measured: Measured, step: string) {
  return { ...journeyDimensions(measured), Step: step };
}
