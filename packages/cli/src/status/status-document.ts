/** The state of a platform as one JSON document, `garbageday/stage-status@1`. */

import type { Checked } from '@garbageday/core/chaos/gate-facts.ts';
import type { ExperimentRecord } from '@garbageday/core/chaos/transitions.ts';
import type { Status } from './read-status.ts';
import { sortExperiments } from './sort-experiments.ts';

export const stageStatusSchema = 'garbageday/stage-status@1';

/** `null` means absent, or not readable, in which case `failed` says why. Times are ISO 8601 in UTC. */
export function statusDocument(status: Status) {
  const { about, service, nowMs, lever, groups, firing, newestSliceAgeMs } = status;
  const experiments = knownOf(status.experiments);
  const sorted = experiments === null ? null : sortExperiments(experiments, nowMs);
  return {
    schema: stageStatusSchema,
    ...about.names,
    ...{ url: about.url, service },
    at: new Date(nowMs).toISOString(),
    lever: knownOf(lever),
    groups: knownOf(groups),
    firing: knownOf(firing),
    newestSliceAgeMs: knownOf(newestSliceAgeMs),
    experiments: sorted && {
      scheduled: sorted.scheduled.map(entryOf),
      underWay: sorted.underWay.map(entryOf),
      unfinished: sorted.unfinished.map(entryOf),
      last: sorted.last,
    },
    failed: failedParts(status),
  };
}

/** The parts that could not be read, by name. */
export function failedParts(status: Status): readonly { readonly part: string; readonly error: string }[] {
  const { lever, groups, firing, experiments, newestSliceAgeMs } = status;
  return Object.entries({ lever, groups, firing, experiments, newestSliceAgeMs }).flatMap(([part, fact]) =>
    fact.kind === 'failed' ? [{ part, error: fact.error }] : [],
  );
}

function knownOf<T>(fact: Checked<T>): T | null {
  return fact.kind === 'known' ? fact.value : null;
}

function entryOf({ plan, state, target, lastAtMs }: ExperimentRecord) {
  return { plan, state: state.kind, target, lastAt: new Date(lastAtMs).toISOString() };
}
