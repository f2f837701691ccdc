/** A configured SLO with its status, as reports carry it. */

import type { SloConfiguration } from '../configuration.ts';
import type { JourneyRole } from '../probe/journey.ts';
import { journeyNamed, type MeasuredJourney } from '../probe/measured-journey.ts';
import type { MeasuredBy } from '../probe/traffic-source.ts';
import type { ConfidenceInterval } from '../statistics/confidence-interval.ts';
import type { SloStatus, SloVerdict } from './slo-status.ts';

/** One scored SLO: its `SloStatus`, with its configuration. `remaining` may be negative. */
export type SloScore = {
  readonly name: string;
  readonly journey: string;
  readonly role: JourneyRole;
  /** Who counted the users' own requests; absent: a prober sent requests of its own. */
  readonly measuredBy?: MeasuredBy;
  readonly sli: 'availability' | 'latency';
  /** Milliseconds, for a latency SLI; null for availability. */
  readonly thresholdMs: number | null;
  readonly objective: number;
  readonly window: string;
  readonly good: number;
  readonly total: number;
  readonly ratio: number | null;
  readonly interval: ConfidenceInterval | null;
  /** `seen`: the budget is a share of the events seen; `window`: of all events that the window holds. */
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
  const { latencyThresholdMs, measuredBy } = journeyNamed(journeys, journey);
  const thresholdMs = sli === 'latency' ? latencyThresholdMs : null;
  return {
    ...{ name, journey, role, measuredBy: measuredBy?.kind, sli, thresholdMs, objective, window },
    ...{ good, total, ratio: status.sli, interval, basis, events, consumed, remaining, verdict, isFinal },
  };
}
