/** Watches the group after the injection: let go of, whole again, or stopped. */
import type { ExperimentPlan, TargetRecord } from './experiment.ts';
import type { ExperimentPorts, ExperimentSettings } from './experiment-ports.ts';
import type { Group } from './fleet.ts';
import { isWell } from './gate-fleet.ts';
import { findGroup, messageOf } from './gather-facts.ts';
import { stepName } from './record-transitions.ts';
import { pageReason, pulledReason } from './stop-reasons.ts';

/** What a poll saw, at the time of the poll. */
export type Sighting =
  | { readonly kind: 'seen'; readonly atMs: number }
  | { readonly kind: 'stopped'; readonly atMs: number; readonly reason: string };

export type Watch = {
  readonly ports: Pick<ExperimentPorts, 'clock' | 'fleet' | 'lever' | 'alerts' | 'steps'>;
  readonly plan: ExperimentPlan;
  readonly settings: ExperimentSettings;
};

/**
 * Polls until the group looks as asked, a stop condition holds, or the time is up (`null`). A poll that cannot see the
 * fleet sees nothing; a stop condition that cannot be checked stops.
 */
export function watchFor(
  { ports, plan, settings }: Watch,
  what: { readonly name: string; readonly timeoutMs: number; readonly holds: (group: Group) => boolean },
): Promise<Sighting | null> {
  return ports.steps.waitUntil<Sighting>(stepName(plan, what.name), {
    intervalMs: settings.pollMs,
    timeoutMs: what.timeoutMs,
    check: async () => {
      const reason = await stopReason(ports);
      if (reason !== null) return { done: { kind: 'stopped', atMs: ports.clock.now(), reason } };
      const holds = await groupHolds(ports, plan, what.holds);
      return holds ? { done: { kind: 'seen', atMs: ports.clock.now() } } : null;
    },
  });
}

/** The load balancer no longer uses the target; of a primary, the replica set has another. */
export function hasLetGoOf(group: Group, target: TargetRecord): boolean {
  if (target.role === 'primary') {
    return group.instances.some(({ id, role }) => role === 'primary' && id !== target.instanceId);
  }
  return !group.instances.some(({ id, isInService }) => id === target.instanceId && isInService);
}

/** Desired size, all well; a replica set also has a primary. */
export function isWhole(group: Group): boolean {
  const well = group.instances.filter((instance) => isWell(group, instance));
  const hasPrimary = group.kind !== 'data' || well.some(({ role }) => role === 'primary');
  return well.length >= group.desiredSize && hasPrimary;
}

/** Why a running experiment must end at once, or `null`. */
export async function stopReason({
  lever,
  alerts,
}: Pick<ExperimentPorts, 'lever' | 'alerts'>): Promise<string | null> {
  try {
    return pulledReason(await lever.position()) ?? pageReason(await alerts.firing());
  } catch (error) {
    return `the stop conditions could not be checked: ${messageOf(error)}`;
  }
}

async function groupHolds(
  ports: Watch['ports'],
  plan: ExperimentPlan,
  holds: (group: Group) => boolean,
): Promise<boolean> {
  const group = await findGroup(ports, plan.group).catch(() => null);
  return group !== null && holds(group);
}
