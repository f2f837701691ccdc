/** The experiment that a draw stands for, or why there will be none. */

import type { Configuration } from '../configuration.ts';
import type { PlannedDraw } from '../schedule/plan-days.ts';
import type { ExperimentPlan } from './experiment.ts';
import { type FaultName, plannedFault, unsupportedFault } from './fault.ts';
import type { Refusal } from './refusal.ts';

export type PlannedExperiment = { readonly plan: ExperimentPlan; readonly refusal: Refusal | null };

type Drawing = {
  readonly configuration: Configuration;
  /** Those of the platform. */
  readonly supportedFaults: ReadonlySet<FaultName>;
};

/** `null` for a group that was spared. The id is the group's and the day's, so that there is one a day. */
export function plannedExperiment(
  { draw, refusal }: PlannedDraw,
  { configuration, supportedFaults }: Drawing,
): PlannedExperiment | null {
  const group = configuration.groups.find(({ name }) => name === draw.group);
  if (draw.kind === 'spared' || group === undefined) return null;
  const plan: ExperimentPlan = {
    id: `${draw.group}-${draw.date}`,
    group: draw.group,
    ...plannedFault(group.fault, group),
    role: 'any',
    plannedAtMs: draw.atMs,
    seed: draw.seed,
    claimKey: draw.claimKey,
    hypothesis: group.hypothesis,
    mode: configuration.mode,
  };
  return {
    plan,
    refusal: refusal === null ? null : refusalOf(refusal, plan, { configuration, supportedFaults }),
  };
}

function refusalOf(
  reason: NonNullable<PlannedDraw['refusal']>,
  { group, fault }: ExperimentPlan,
  { configuration, supportedFaults }: Drawing,
): Refusal {
  if (reason === 'disabled') {
    return { reason, detail: `Chaos is not enabled for the group ${group}.`, numbers: {} };
  }
  if (reason === 'unsupported-fault') return unsupportedFault(fault, supportedFaults);
  const { maxPerDay } = configuration.schedule;
  const detail = `Other groups were drawn first; the limit is ${maxPerDay} a day.`;
  return { reason: reason satisfies 'daily-cap', detail, numbers: { maxPerDay } };
}
