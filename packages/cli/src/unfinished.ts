/** Experiments of a directory's ledger without an end: under way, or left behind by a run that died. */

import type { ExperimentState } from '@garbageday/core/chaos/experiment.ts';
import { type ExperimentRecord, outcomeOf, readExperiments } from '@garbageday/core/chaos/transitions.ts';
import type { Ledger } from '@garbageday/core/ports.ts';
import { stateSince } from '@garbageday/render/narrate/outcome-words.ts';
import { plainText } from '@garbageday/render/plain-text.ts';

export type Unfinished = {
  readonly id: string;
  readonly group: string;
  readonly state: ExperimentState['kind'];
  /** Since when, in epoch milliseconds. */
  readonly sinceMs: number;
  /** The instance id; null before one was chosen. */
  readonly target: string | null;
};

/** The unfinished experiments that began since `fromMs`, in order. */
export async function readUnfinished(
  ledger: Pick<Ledger, 'transitions'>,
  fromMs: number,
): Promise<readonly Unfinished[]> {
  const records = await readExperiments(ledger, { fromMs, toMs: Number.MAX_SAFE_INTEGER });
  return records.filter((record) => outcomeOf(record) === null).map(unfinished);
}

function unfinished({ plan, state, lastAtMs, target }: ExperimentRecord): Unfinished {
  return {
    ...{ id: plan.id, group: plan.group, state: state.kind, sinceMs: lastAtMs },
    target: target?.instanceId ?? null,
  };
}

/** `No end: gameday-x-1 (web, i-0abc): recovering since 2026-11-26 09:00:00 UTC`. */
export function unfinishedLine({ id, group, state, sinceMs, target }: Unfinished): string {
  const whom = target === null ? group : `${group}, ${target}`;
  return plainText(`No end: ${id} (${whom}): ${stateSince(state, sinceMs)}`);
}
