/** The plan of a kill that a person requests: now, once, with a random target. */
import { randomUUID } from 'node:crypto';
import type { ExperimentPlan } from '@garbageday/core/chaos/experiment.ts';
import { groupNamed } from '@garbageday/core/chaos/experiment-settings.ts';
import { plannedFault } from '@garbageday/core/chaos/fault.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { KillRequest } from './platform.ts';

/**
 * Its claim is unique, so it takes no other experiment's turn. Throws a UsageError for a group that is not configured.
 */
export function askedPlan(
  { group: name, fault, mode, instanceId }: KillRequest,
  configuration: Configuration,
  nowMs: number,
): ExperimentPlan {
  const group = groupNamed(configuration, name);
  const id = `kill-${randomUUID()}`;
  return {
    ...{ id, claimKey: id, seed: id, mode },
    group: group.name,
    ...plannedFault(fault ?? group.fault, group),
    role: 'any',
    ...(instanceId === undefined ? {} : { instanceId }),
    plannedAtMs: nowMs,
    hypothesis: group.hypothesis,
  };
}
