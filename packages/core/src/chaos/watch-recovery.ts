/** Watches the group after the injection: let go of, whole again, or stopped. */
import type { FaultHandle } from '../ports.ts';
import type { AbortReason } from './abort-reason.ts';
import type { ExperimentPlan, TargetRecord } from './experiment.ts';
import type { ExperimentPorts, ExperimentSettings } from './experiment-ports.ts';
import type { Group } from './fleet.ts';
import { isWell } from './gate-fleet.ts';
import { findGroup, messageOf } from './gather-facts.ts';
import { stepName } from './record-transitions.ts';
import { pageReason, pulledReason } from './stop-reasons.ts';

/** From when on the fleet could not be seen, and why. */
export type Blindness = { readonly sinceMs: number; readonly why: string };

/**
 * What a poll saw, at the time of the poll. `seen` after a blindness: it happened at some time since then. `unseen`: the
 * time was up, and the fleet could not be seen.
 */
export type Sighting =
  | { readonly kind: 'seen'; readonly atMs: number; readonly blind: Blindness | null }
  | { readonly kind: 'not-seen' }
  | { readonly kind: 'unseen'; readonly blind: Blindness }
  | { readonly kind: 'stopped'; readonly atMs: number; readonly reason: AbortReason };

export type Watch = {
  readonly ports: Pick<ExperimentPorts, 'clock' | 'fleet' | 'lever' | 'alerts' | 'steps' | 'injector'>;
  readonly plan: ExperimentPlan;
  readonly settings: ExperimentSettings;
};

export type Awaited = {
  readonly name: string;
  /** The fault, which is kept up meanwhile. */
  readonly handle: FaultHandle;
  /** When the group was last seen otherwise. */
  readonly sinceMs: number;
  readonly timeoutMs: number;
  readonly holds: (group: Group) => boolean;
};

/** When the fleet was last seen, and why it has not been seen since; `null`: it was seen just now. */
type Note = { readonly seenAtMs: number; readonly why: string | null };

/**
 * Polls until the group looks as asked, a stop condition holds, or the time is up; then one last look tells what was not
 * there from what could not be seen. Each poll renews the fault's lease. A stop condition that cannot be checked stops.
 */
export async function watchFor({ ports, plan, settings }: Watch, what: Awaited): Promise<Sighting> {
  const sighting = await ports.steps.waitUntil<Sighting, Note>(stepName(plan, what.name), {
    intervalMs: settings.pollMs,
    timeoutMs: what.timeoutMs,
    check: async (earlier) => {
      const { seenAtMs, why } = earlier ?? { seenAtMs: what.sinceMs, why: null };
      const reason = (await stopReason(ports)) ?? (await keepUp(ports, what.handle));
      if (reason !== null) return { done: { kind: 'stopped', atMs: ports.clock.now(), reason } };
      const look = await lookAt(ports, plan, what.holds);
      const atMs = ports.clock.now();
      if (look.kind === 'blind') return { note: { seenAtMs, why: look.why } };
      if (!look.holds) return { note: { seenAtMs: atMs, why: null } };
      return { done: { kind: 'seen', atMs, blind: why === null ? null : { sinceMs: seenAtMs, why } } };
    },
  });
  return sighting ?? ports.steps.run(stepName(plan, `${what.name}: last look`), () => lastLook());

  async function lastLook(): Promise<Sighting> {
    const look = await lookAt(ports, plan, what.holds);
    if (look.kind === 'blind') return { kind: 'unseen', blind: { sinceMs: what.sinceMs, why: look.why } };
    return look.holds ? { kind: 'seen', atMs: ports.clock.now(), blind: null } : { kind: 'not-seen' };
  }
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
}: Pick<ExperimentPorts, 'lever' | 'alerts'>): Promise<AbortReason | null> {
  try {
    return pulledReason(await lever.position()) ?? pageReason(await alerts.firing());
  } catch (error) {
    return { kind: 'check-failed', text: `the stop conditions could not be checked: ${messageOf(error)}` };
  }
}

/** A fault that cannot be kept up is over before its time, so the experiment is, too. */
async function keepUp(
  { injector }: Pick<ExperimentPorts, 'injector'>,
  handle: FaultHandle,
): Promise<AbortReason | null> {
  try {
    await injector.renew(handle);
    return null;
  } catch (error) {
    return { kind: 'check-failed', text: `the fault could not be kept up: ${messageOf(error)}` };
  }
}

type Look =
  | { readonly kind: 'looked'; readonly holds: boolean }
  | { readonly kind: 'blind'; readonly why: string };

async function lookAt(
  ports: Watch['ports'],
  plan: ExperimentPlan,
  holds: (group: Group) => boolean,
): Promise<Look> {
  try {
    return { kind: 'looked', holds: holds(await findGroup(ports, plan.group)) };
  } catch (error) {
    return { kind: 'blind', why: messageOf(error) };
  }
}
