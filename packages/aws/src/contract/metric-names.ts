/**
 * The custom metrics that the probe and the users write once a minute, and that alarms and the dashboard read. Counts:
 * `Total`, `Good` (answered correctly), `GoodInTime` (and within the threshold), `Heartbeat` (1 per slice that was
 * written). Milliseconds, as a distribution: `Latency`, `Lag`.
 */

export type JourneyMetricName = 'Total' | 'Good' | 'GoodInTime' | 'Heartbeat' | 'Latency' | 'Lag';

/** One namespace per stage, because IAM can restrict a writer to a namespace. */
export function metricNamespaces(stage: string) {
  return { probe: `GarbageDay/Probe/${stage}`, chaos: `GarbageDay/Chaos/${stage}` };
}

export type Measured = { readonly service: string; readonly journey: string };

/** Dimensions of a whole journey. */
export function journeyDimensions({ service, journey }: Measured) {
  return { Service: service, Journey: journey };
}

/** Dimensions of one of its steps. */
export function stepDimensions(measured: Measured, step: string) {
  return { ...journeyDimensions(measured), Step: step };
}
