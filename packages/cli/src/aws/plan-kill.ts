/** The plan of a kill that a person asks for: now, once, by chance. */
import { randomUUID } from 'node:crypto';
import type { FleetGroup } from '@garbageday/aws/contract/fleet-group.ts';
import type { ExperimentPlan } from '@garbageday/core/chaos/experiment.ts';
import { type FaultName, plannedFault } from '@garbageday/core/chaos/fault.ts';
import type { GroupConfiguration } from '@garbageday/core/configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { chooseGroup } from '../choose-group.ts';

export type KillRequest = {
  readonly asked: string | undefined;
  /** null: the group's configured one. */
  readonly fault: FaultName | null;
  readonly mode: ExperimentPlan['mode'];
  readonly groups: readonly GroupConfiguration[];
  /** The groups that the stage has: behind an ALB there is none of load balancers. */
  readonly fleet: readonly FleetGroup[];
  readonly nowMs: number;
};

/** Its claim is its own: it takes no one else's turn. @throws UsageError for a group that the stage does not have. */
export function planKill({ asked, fault, mode, groups, fleet, nowMs }: KillRequest): ExperimentPlan {
  const deployed = groups.filter(({ name }) => fleet.some(({ group }) => group === name));
  const name = deployed.length === 0 ? null : chooseGroup(asked, deployed);
  const group = deployed.find((each) => each.name === name);
  if (group === undefined) {
    const there = fleet.map((each) => each.group).join(', ');
    throw new UsageError(
      `no group of the configuration is in the stage, which has: ${there}; name the configuration that was deployed (--config)`,
    );
  }
  const id = `kill-${randomUUID()}`;
  return {
    ...{ id, claimKey: id, seed: id, mode },
    ...plannedFault(fault ?? group.fault, group),
    ...{
      group: group.name,
      role: 'any',
      plannedAtMs: nowMs,
      hypothesis: group.hypothesis,
    },
  };
}
