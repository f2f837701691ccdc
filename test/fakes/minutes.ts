/** Minutes of a journey, and kills within them, for tests of reports over hours and days. */

import type {
  ExperimentState,
  GroupRecord,
  Impact,
  Judgement,
  Transition,
} from '@garbageday/core/chaos/experiment.ts';
import type { Loss } from '@garbageday/core/chaos/loss.ts';
import type { Ledger } from '@garbageday/core/ports.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { minuteMs } from '@garbageday/core/time/durations.ts';
import { impact as cleanImpact, experimentPlan, targetRecord } from './experiment.ts';
import { memoryLedger } from './memory-ledger.ts';
import { badAnswer, sliceAt } from './slices.ts';

/** One event a minute a second long would be too many: ten a minute, so many of them bad. */
export function minute(index: number, bad = 0, changes: Partial<Slice> = {}): Slice {
  const journey = changes.journey ?? 'probe';
  const slice = sliceAt(
    index * minuteMs,
    Array.from({ length: bad }, () => badAnswer),
    { journey },
  );
  return { ...slice, widthSeconds: 60, ...changes };
}

export type KillAt = {
  readonly id: string;
  readonly group?: string;
  /** Minutes. */
  readonly from: number;
  readonly to: number;
  readonly baseline?: number;
  readonly impact?: Partial<Impact>;
  readonly judgement?: Judgement;
  /** The group when the gate decided; absent, as in older ledgers. */
  readonly seen?: GroupRecord;
};

/** The whole recorded life of a kill. */
export function killTransitions(kill: KillAt): readonly Transition[] {
  const { id, group = 'web', from, to, baseline = 5 } = kill;
  const window = { fromMs: from * minuteMs, toMs: to * minuteMs };
  const impact = cleanImpact({ ...window, ...kill.impact });
  const judgement = kill.judgement ?? { verdict: 'pass', reasons: ['fine'] };
  return states(id, window.fromMs, [
    { kind: 'drawn', plan: experimentPlan({ id, group }) },
    { kind: 'claimed', target: targetRecord, ...(kill.seen === undefined ? {} : { seen: kill.seen }) },
    { kind: 'baseline', fromMs: window.fromMs - baseline * minuteMs, toMs: window.fromMs },
    { kind: 'injected', injectedAtMs: window.fromMs },
    { kind: 'recovering', detectedAtMs: window.fromMs },
    { kind: 'completed', impact, judgement },
  ]);
}

/** A loss that is felt from one minute to another. */
export function lossAt(id: string, fromMinute: number, toMinute: number, group = 'web'): Loss {
  const window = { fromMs: fromMinute * minuteMs, toMs: toMinute * minuteMs };
  return { instanceId: id, group, slot: `${group}-a`, zone: 'a', atMs: window.fromMs, window };
}

export function states(id: string, atMs: number, of: readonly ExperimentState[]): readonly Transition[] {
  return of.map((state, seq) => ({ experimentId: id, seq, atMs, state }));
}

export async function filledLedger(
  slices: readonly Slice[],
  transitions: readonly Transition[] = [],
  losses: readonly Loss[] | null = null,
): Promise<Ledger> {
  const ledger = memoryLedger();
  for (const slice of slices) await ledger.putSlice(slice);
  for (const transition of transitions) await ledger.recordTransition(transition);
  if (losses !== null) await ledger.watchLosses(0);
  for (const loss of losses ?? []) await ledger.recordLoss(loss);
  return ledger;
}
