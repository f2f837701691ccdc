/** `status` on AWS. */
import { loadConfiguration } from '@garbageday/config/load-configuration.ts';
import type { ExperimentRecord } from '@garbageday/core/chaos/fold-experiment.ts';
import type { Checked } from '@garbageday/core/chaos/gate-facts.ts';
import { systemClock } from '@garbageday/local/clock.ts';
import type { CommandContext } from '../command-context.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { onStage } from './on-stage.ts';
import { readStatus, type StageStatus } from './read-status.ts';
import { sortExperiments } from './sort-experiments.ts';
import { statusText } from './status-text.ts';

/** 3 when a part could not be read: what is shown is then not all there is. */
export async function showStageStatus(
  { stage, configPath }: { readonly stage: string; readonly configPath: string | null },
  { output, surroundings }: CommandContext,
): Promise<ExitCode> {
  const configuration = await loadConfiguration(configPath, surroundings.cwd, 'aws');
  const status = await onStage({ name: stage, clock: systemClock() }, (found) =>
    readStatus(found, configuration),
  );
  if (output.isJson) output.document(statusDocument(status));
  else output.print(statusText(status, output.hasColor));
  return failedParts(status).length === 0 ? exitCodes.kept : exitCodes.inconclusive;
}

const stageStatusSchema = 'garbageday/stage-status@1';

/** `null` stands for what could not be read; `failed` says why. Times are ISO 8601 in UTC. */
function statusDocument(status: StageStatus) {
  const { stage, region, url, service, nowMs, lever, groups, firing, newestSliceAgeMs } = status;
  const experiments = knownOf(status.experiments);
  const sorted = experiments === null ? null : sortExperiments(experiments, nowMs);
  return {
    schema: stageStatusSchema,
    ...{ stage, region, url, service },
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
function failedParts(status: StageStatus): readonly { readonly part: string; readonly error: string }[] {
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
