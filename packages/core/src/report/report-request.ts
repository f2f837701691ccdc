/** Which period to report on. */
import type { Configuration } from '../configuration.ts';
import type { Interval } from '../ports.ts';
import type { NotEvaluated, Report, ReportKind } from './report.ts';

export type ReportRequest = {
  readonly configuration: Configuration;
  readonly kind: Exclude<ReportKind, 'gameday'>;
  /** The period, half-open. SLOs are evaluated at its end, each over its own window. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly platform: Report['platform'];
  /** Time that counts for nothing, such as planned maintenance. */
  readonly excluded: readonly Interval[];
  /** An IANA zone, in which calendar windows begin and times are shown. */
  readonly timeZone: string;
  /** Composites that were left out of `configuration`, so that the report can say so. Default: none. */
  readonly notEvaluated?: readonly NotEvaluated[];
};
