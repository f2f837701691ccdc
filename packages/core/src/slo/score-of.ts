/** A configured objective with its status, as reports carry it. */

import type { SloConfiguration } from '../configuration.ts';
import type { JourneyRole } from '../probe/journey.ts';
import { journeyNamed, type MeasuredJourney } from '../probe/measured-journey.ts';
import type { ConfidenceInterval } from '../statistics/confidence-interval.ts';
import type { SloStatus, SloVerdict } from './slo-status.ts';

/** One objective scored: its `SloStatus`, as configured. `remaining` may be negative. */
export type SloScore = {
  readonly name: string;
  readonly journey: string;
  readonly role: JourneyRole;
  readonly sli: 'availability' | 'latency';
  /** Milliseconds, for a latency SLI; null for availability. */
  readonly thresholdMs: number | null;
  readonly objective: number;
  readonly window: string;
  readonly good: number;
  readonly total: number;
  readonly ratio: number | null;
  readonly interval: ConfidenceInterval | null;
  /** `seen`: the budget is one of the events seen; `window`: of all that the window holds. */
  readonly basis: 'seen' | 'window';
  /** N: the events that the budget is a share of. */
  readonly events: number;
  readonly consumed: number;
  readonly remaining: number;
  readonly verdict: SloVerdict;
  /** The window is over, or full. While it is not, `met` is "met so far". */
  readonly isFinal: boolean;
};

export function scoreOf(
  {
    name,
    journey,
    role,
    sli,
    window,
  }: Pick<SloConfiguration, 'name' | 'journey' | 'role' | 'sli' | 'window'>,
  status: SloStatus,
  journeys: readonly MeasuredJourney[],
): SloScore {
  const { objective, good, total, interval, consumed, remaining, verdict, basis, events, isFinal } = status;
  const thresholdMs = sli === 'latency' ? journeyNamed(journeys, journey).latencyThresholdMs : null;
  return {
    ...{ name, journey, role, sli, thresholdMs, objective, window },
    ...{ good, total, ratio: status.sli, interval, basis, events, consumed, remaining, verdict, isFinal },
  };
}
