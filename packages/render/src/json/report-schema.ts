/** The shape of `garbageday/report@2`; schema/report-2.schema.json is the machine-readable form. */

import type { TargetRecord, Verdict } from '@garbageday/core/chaos/experiment.ts';
import type { TrafficSource } from '@garbageday/core/probe/traffic-source.ts';
import type { Report, ReportKind, SloResult, UserTotals } from '@garbageday/core/report/report.ts';
import type { SloVerdict } from '@garbageday/core/slo/slo-status.ts';
import type {
  ExperimentDocument,
  JourneyDocument,
  PercentilesDocument,
  RefusalDocument,
} from './game-day-schema.ts';
import type { MeasuredDocument } from './measured-document.ts';

export const reportSchema = 'garbageday/report@2';

type IntervalDocument = { readonly from: string; readonly to: string };

/** Milliseconds are rounded to a tenth, ratios are not; instants are ISO 8601 in UTC. */
export type ReportDocument = IntervalDocument & {
  readonly schema: typeof reportSchema;
  readonly kind: ReportKind;
  readonly service: string;
  readonly platform: Report['platform'];
  /** `null`: a period has none. */
  readonly seed: string | null;
  readonly timeZone: string;
  readonly durationMs: number;
  readonly readyMs: number | null;
  readonly verdict: Report['verdict'];
  /** The totals of all loads. */
  readonly users: UserTotals | null;
  readonly slos: readonly ReportSloDocument[];
  readonly composites: readonly ReportCompositeDocument[];
  /** Composites with members that are not measured here. */
  readonly notEvaluated: Report['notEvaluated'];
  /** Every journey; left out if there are only a load `users` and a judge `probe`. */
  readonly journeys?: readonly JourneyDocument[];
  /** `users`: the first load; `probe`: the first judge. */
  readonly latency: {
    readonly users: PercentilesDocument | null;
    readonly probe: PercentilesDocument | null;
  };
  /** Every experiment that was not refused, in chronological order. */
  readonly experiments: readonly ReportExperimentDocument[];
  readonly refusals: readonly (Omit<RefusalDocument, 'plannedAtMs' | 'refusedAtMs'> & {
    readonly at: string;
  })[];
  readonly resilience: readonly ResilienceDocument[];
  /** `null`: not recorded. */
  readonly unplannedLosses: readonly (IntervalDocument & { readonly group: string })[] | null;
  /** bad = chaos + unplanned + unexplained; if losses are not recorded, `unplanned` is `null` and adds nothing. */
  readonly attribution: AttributionOfReport;
  readonly otherAttributions: readonly AttributionOfReport[];
  /** For each journey that has SLOs. */
  readonly coverage: readonly {
    readonly journey: string;
    readonly ratio: number;
    readonly minimum: number;
    readonly silentSince: string | null;
    readonly longestGap: IntervalDocument | null;
  }[];
  readonly changes: Report['changes'];
  readonly advice: readonly string[];
  readonly policy: Report['policy'];
  readonly excluded: {
    readonly seconds: number;
    readonly intervals: readonly IntervalDocument[];
    readonly slos: readonly {
      readonly slo: string;
      readonly good: number;
      readonly total: number;
      readonly ratio: number | null;
    }[];
  } | null;
};

export type AttributionOfReport = Omit<Report['attribution'], 'unattributed'>;

export type ReportCompositeDocument = {
  readonly name: string;
  readonly objective: number;
  readonly window: string;
  readonly windowStart: string;
  readonly windowEnd: string;
  readonly members: readonly {
    readonly slo: string;
    readonly share: number;
    readonly ratio: number | null;
    readonly consumed: number;
  }[];
  readonly ratio: number | null;
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly consumed: number;
  readonly remaining: number;
  readonly verdict: SloResult['verdict'];
  readonly isFinal: boolean;
  readonly warnings: readonly string[];
};

export type ReportSloDocument = {
  readonly name: string;
  readonly journey: string;
  /** Who counted the users' own requests; left out: a prober sent requests of its own. */
  readonly measuredBy?: TrafficSource['kind'];
  readonly sli: 'availability' | 'latency';
  readonly thresholdMs: number | null;
  readonly objective: number;
  readonly window: string;
  readonly budgeting: SloResult['budgeting'];
  readonly windowStart: string;
  readonly windowEnd: string;
  readonly good: number;
  readonly total: number;
  readonly ratio: number | null;
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** Within the report's period. */
  readonly period: { readonly good: number; readonly total: number };
  readonly basis: SloResult['basis'];
  /** The events that the budget is a share of. */
  readonly events: number;
  readonly consumed: number;
  readonly remaining: number;
  readonly verdict: SloVerdict;
  /** False while the window is open: `met` then means "met so far". */
  readonly isFinal: boolean;
  readonly burn: SloResult['burn'];
  readonly alerts: SloResult['alerts'];
  readonly exhaustedInSeconds: number | null;
  readonly warnings: readonly string[];
};

export type ReportExperimentDocument = Omit<ExperimentDocument, 'plannedAtMs' | 'injectedAtMs' | 'role'> &
  MeasuredDocument & {
    readonly role: TargetRecord['role'] | null;
    /** When the fault was injected or, if none was, when the experiment ended. */
    readonly at: string;
    readonly injected: boolean;
  };

export type ResilienceDocument = {
  readonly group: string;
  readonly clean: number;
  readonly kills: number;
  readonly failureUpperBound: number | null;
  readonly daysSinceProof: number | null;
  readonly plannedLosses: number;
  readonly unplannedLosses: number | null;
  readonly points: readonly {
    readonly experimentId: string;
    readonly at: string;
    readonly budgetSpent: number;
    readonly recoverMs: number | null;
    readonly verdict: Verdict | null;
  }[];
};
