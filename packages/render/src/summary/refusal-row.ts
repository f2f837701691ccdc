/** A refused experiment as every renderer shows it. */
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import { faultName } from '../narrate/fault-words.ts';
import { refusalReason } from '../narrate/outcome-words.ts';
import { plainText } from '../plain-text.ts';
import { atText, type TimeFrame } from './times.ts';

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

/** Every refused experiment of the report, in report order. */
export function refused(report: Report): readonly Refused[] {
  return report.experiments.filter((outcome): outcome is Refused => outcome.kind === 'refused');
}

export function refusalRows(report: Report): readonly RefusalRow[] {
  return refused(report).map((outcome) => refusalRow(outcome, report));
}

/** `frame`: the report that counts the time. */
export function refusalRow({ plan, atMs, refusal }: Refused, frame: TimeFrame): RefusalRow {
  return {
    at: atText(frame, atMs),
    atMs,
    group: plainText(plan.group),
    fault: faultName(plan.fault),
    reason: refusalReason(refusal),
    detail: plainText(refusal.detail),
  };
}
