/** What a deployed stage does about experiments whose execution is gone: they get an end, and what can be measured is. */
import type { Configuration } from '../configuration.ts';
import type { Clock, FaultHandle, Ledger } from '../ports.ts';
import { abandonedEnd, endExperiments } from './end-experiments.ts';
import type { Impact } from './experiment.ts';
import type { ExperimentOutcome } from './experiment-outcome.ts';
import { experimentSettingsOf, type Pace } from './experiment-settings.ts';
import type { ExperimentRecord } from './fold-experiment.ts';
import { measureWindow } from './measure-when-there.ts';
import { deliveryKey } from './run-delivered.ts';

const hourMs = 3_600_000;

/** An execution ends within two hours (stacks/experiment.ts), and its start is tried for a quarter of an hour. */
export const longestExecutionMs = 3 * hourMs;

/** Slices and experiments are kept this long (domain.md §8). */
const keptMs = 400 * 24 * hourMs;

export type Stage = {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly configuration: Configuration;
  readonly paceOf: (group: string) => Pace;
  readonly recordedFault: (experimentId: string) => Promise<FaultHandle | null>;
};

/** Whether nobody will end it any more: too long ago something was last heard of it, or it was to begin. */
export function isDead({ state, plan, lastAtMs }: ExperimentRecord, nowMs: number): boolean {
  const heardAtMs = state.kind === 'drawn' ? Math.max(lastAtMs, plan.plannedAtMs) : lastAtMs;
  return nowMs - heardAtMs > longestExecutionMs;
}

/** Before a report, so that it tells of each of them once, on its own day. */
export async function endDeadExperiments(stage: Stage): Promise<readonly ExperimentOutcome[]> {
  const { ledger, clock, recordedFault } = stage;
  const nowMs = clock.now();
  return await endExperiments(ledger, {
    interval: { fromMs: nowMs - keptMs, toMs: nowMs },
    isToEnd: (record) => takeFromTheDead(stage, record, nowMs),
    endOf: abandonedEnd,
    recordedFault,
    impactOf: (record) => measureDead(stage, record),
  });
}

/** What never began must not begin after its end: the delivery is taken, so that a late one finds it gone. */
async function takeFromTheDead({ ledger }: Stage, record: ExperimentRecord, nowMs: number): Promise<boolean> {
  if (!isDead(record, nowMs)) return false;
  if (record.state.kind === 'drawn') await ledger.claim(deliveryKey(record.plan), 'abandoned');
  return true;
}

/** As long as the hypothesis let it take. `null` for a group that is not configured any more. */
async function measureDead(
  { ledger, clock, configuration, paceOf }: Stage,
  { plan, injectedAtMs }: ExperimentRecord,
): Promise<Impact | null> {
  const isKnown = configuration.groups.some(({ name }) => name === plan.group);
  if (injectedAtMs === null || !isKnown) return null;
  const settings = experimentSettingsOf(configuration, plan.group, paceOf(plan.group));
  const observed = { injectedAtMs, detectedAtMs: null, replacedAtMs: null };
  const endMs = injectedAtMs + plan.hypothesis.maxRecoverMs + settings.settleMs;
  const { impact } = await measureWindow({ ports: { ledger, clock }, plan, settings }, observed, endMs);
  return impact;
}
