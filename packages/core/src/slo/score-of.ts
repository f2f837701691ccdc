/** A configured objective with its status, as reports carry it. */
import type { Configuration, SloConfiguration } from '../config/configuration.ts';
import type { SloScore } from '../report/report.ts';
import type { SloStatus } from './slo-status.ts';

/** `thresholds`: those of the journeys' latency SLIs. */
export function scoreOf(
  { name, journey, sli, window }: Pick<SloConfiguration, 'name' | 'journey' | 'sli' | 'window'>,
  status: SloStatus,
  thresholds: Pick<Configuration, 'users' | 'probe'>,
): SloScore {
  const { objective, good, total, interval, consumed, remaining, verdict, basis, events, isFinal } = status;
  const thresholdMs = sli === 'latency' ? thresholds[journey].latencyThresholdMs : null;
  return {
    ...{ name, journey, sli, thresholdMs, objective, window },
    ...{ good, total, ratio: status.sli, interval, basis, events, consumed, remaining, verdict, isFinal },
  };
}
