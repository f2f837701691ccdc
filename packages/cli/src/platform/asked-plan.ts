/** The plan of a kill that a person asks for: now, once, by chance. */
import { randomUUID } from 'node:crypto';
import type { ExperimentPlan } from '@garbageday/core/chaos/experiment.ts';
import { groupNamed } from '@garbageday/core/chaos/experiment-settings.ts';
import { plannedFault } from '@garbageday/core/chaos/fault.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { KillRequest } from './platform.ts';

/** Its claim is its own: it takes no one else's turn. @throws UsageError for a group that is not configured. */
export function askedPlan(
  { group: name, fault, mode }: KillRequest,
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
    plannedAtMs: nowMs,
    hypothesis: group.hypothesis,
  };
}
