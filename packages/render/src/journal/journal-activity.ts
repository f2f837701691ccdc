/** One activity of a Chaos Toolkit journal: what ran, when, and its output. */
import { roundTo } from '../format.ts';
import { instantText } from '../json/instant-text.ts';
import type { Activity } from './journal-experiment.ts';

export type ActivityRun = {
  readonly activity: Activity & { readonly dry?: string };
  readonly output: string | number | null;
  readonly start: string;
  readonly end: string;
  /** Seconds. */
  readonly duration: number;
  readonly status: 'succeeded' | 'failed';
  /** Only if it failed. */
  readonly exception?: readonly string[];
  /** Only for the probes of a hypothesis. */
  readonly tolerance_met?: boolean;
};

export type Ran = {
  readonly activity: ActivityRun['activity'];
  readonly output: ActivityRun['output'];
  readonly startMs: number;
  readonly endMs: number;
};

/** An activity that crashed: it has an exception and no output. */
export function failedRun(ran: Omit<Ran, 'output'>, exception: readonly string[]): ActivityRun {
  return { ...activityRun({ ...ran, output: null }), status: 'failed', exception };
}

/** An activity that succeeded. */
export function activityRun({ activity, output, startMs, endMs }: Ran): ActivityRun {
  const duration = roundTo((endMs - startMs) / 1_000, 3) ?? 0;
  return {
    ...{ activity, output, start: instantText(startMs), end: instantText(endMs), duration },
    status: 'succeeded',
  };
}
