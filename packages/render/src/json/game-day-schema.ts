/** The shape of `garbageday/gameday@1`; schema/gameday-1.schema.json is the machine-readable form. */

import type { Hypothesis, Verdict } from '@garbageday/core/chaos/experiment.ts';
import type { FaultName } from '@garbageday/core/chaos/fault.ts';
import type { RefusalReason } from '@garbageday/core/chaos/refusal.ts';
import type { JourneyRole } from '@garbageday/core/probe/journey.ts';
import type { TrafficSource } from '@garbageday/core/probe/traffic-source.ts';
import type { ServerFinding } from '@garbageday/core/report/finding.ts';
import type { Report, UserTotals } from '@garbageday/core/report/report.ts';
import type { Attribution } from '@garbageday/core/slo/attribution.ts';
import type { SloVerdict } from '@garbageday/core/slo/slo-status.ts';
import type { Kill } from '../narrate/outcome-words.ts';

export const gameDaySchema = 'garbageday/gameday@1';

/** Milliseconds are rounded to a tenth, ratios are not; times within the run are offsets from its start. */
export type GameDayDocument = {
  readonly schema: typeof gameDaySchema;
  readonly seed: string;
  readonly service: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly durationMs: number;
  readonly readyMs: number | null;
  readonly verdict: Report['verdict'];
  readonly platform: Report['platform'];
  readonly experiments: readonly ExperimentDocument[];
  readonly refusals: readonly RefusalDocument[];
  /** The totals of all loads. */
  readonly users: UsersDocument;
  /** Every journey; left out if there are only a load `users` and a judge `probe`. */
  readonly journeys?: readonly JourneyDocument[];
  readonly slos: readonly SloDocument[];
  readonly proofs: Report['proofs'];
  readonly attribution: AttributionDocument;
  readonly otherAttributions: readonly AttributionDocument[];
  /** What was found about the servers themselves; left out if nothing was. */
  readonly findings?: readonly ServerFinding[];
};

/** An experiment that was not refused. What was not measured is `null`, never 0. */
export type ExperimentDocument = {
  readonly id: string;
  readonly group: string;
  readonly outcome: Kill['kind'];
  /** The instance id. */
  readonly target: string | null;
  readonly slot: string | null;
  readonly zone: string | null;
  readonly role: string | null;
  readonly fault: FaultName;
  readonly plannedAtMs: number;
  readonly injectedAtMs: number | null;
  readonly hypothesis: Hypothesis;
  /** `null` if the experiment was aborted or a dry run. */
  readonly verdict: Verdict | null;
  readonly reasons: readonly string[];
  readonly probes: { readonly sent: number; readonly bad: number } | null;
  readonly errors: readonly { readonly kind: string; readonly count: number }[];
  readonly longestBadRun: number | null;
  readonly latencyMs: {
    readonly baseline: PercentilesDocument | null;
    readonly impact: PercentilesDocument | null;
  };
  readonly detectMs: number | null;
  readonly replaceMs: number | null;
  readonly recoverMs: number | null;
  readonly budgetSpent: number | null;
  readonly coverage: number | null;
};

export type JourneyDocument = {
  readonly name: string;
  readonly role: JourneyRole;
  /** Who counted the users' own requests; left out: a prober sent requests of its own. */
  readonly measuredBy?: TrafficSource['kind'];
  readonly sent: number;
  readonly failed: number;
  readonly latency: PercentilesDocument | null;
};

export type PercentilesDocument = {
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
};

export type RefusalDocument = {
  readonly id: string;
  readonly group: string;
  readonly fault: FaultName;
  readonly plannedAtMs: number;
  readonly refusedAtMs: number;
  readonly reason: RefusalReason;
  readonly detail: string;
  readonly numbers: Readonly<Record<string, number>>;
};

export type UsersDocument = UserTotals & { readonly acknowledged: number };

export type AttributionDocument = Pick<
  Attribution,
  'slo' | 'sli' | 'bad' | 'byExperiment' | 'chaos' | 'unattributed'
>;

export type SloDocument = {
  readonly name: string;
  readonly journey: string;
  readonly sli: 'availability' | 'latency';
  readonly thresholdMs: number | null;
  readonly objective: number;
  readonly window: string;
  readonly good: number;
  readonly total: number;
  readonly ratio: number | null;
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly basis: 'seen' | 'window';
  readonly events: number;
  readonly consumed: number;
  readonly remaining: number;
  readonly verdict: SloVerdict;
  readonly isFinal: boolean;
};
