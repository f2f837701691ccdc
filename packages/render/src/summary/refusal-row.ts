/** A refused experiment as every renderer shows it. */
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { faultNamed } from '@garbageday/core/chaos/fault.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import { plainText } from '../plain-text.ts';
import { atText } from './times.ts';

export type Refused = Extract<ExperimentOutcome, { kind: 'refused' }>;

export type RefusalRow = {
  readonly at: string;
  readonly atMs: number;
  readonly group: string;
  readonly fault: string;
  /** `no redundancy`. */
  readonly reason: string;
  readonly detail: string;
};

/** Every refused experiment of the report, in its order. */
export function refused(report: Report): readonly Refused[] {
  return report.experiments.filter((outcome): outcome is Refused => outcome.kind === 'refused');
}

export function refusalRows(report: Report): readonly RefusalRow[] {
  return refused(report).map(({ plan, atMs, refusal }) => ({
    at: atText(report, atMs),
    atMs,
    group: plainText(plan.group),
    fault: faultNamed(plan.fault).label,
    reason: refusal.reason.replaceAll('-', ' '),
    detail: plainText(refusal.detail),
  }));
}
