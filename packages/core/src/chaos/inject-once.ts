/** The one step that does harm: the last look before it, and afterwards, whether the target was hit after all. */
import type { FaultHandle, FiringAlert, Injection, LeverPosition, Permission } from '../ports.ts';
import type { AbortReason } from './abort-reason.ts';
import { eligibleTargets } from './eligibility.ts';
import { faultNamed } from './fault.ts';
import type { Group, Instance } from './fleet.ts';
import {
  hasNoRedundancy,
  isCoolingDown,
  isHoliday,
  isOutsideWindow,
  isOverDailyCap,
  isRollingOut,
} from './gate.ts';
import {
  eligibilityRules,
  findGroup,
  messageOf,
  othersUnderWay,
  readHistory,
  scheduleFacts,
} from './gather-facts.ts';
import { type ExperimentRecord, type ExperimentRun, outcomeOf, stepName } from './transitions.ts';

/** An instance that was hit shows it within this time: EC2's answers may be a few seconds old. */
const faultShowsWithinMs = 15_000;

/** `unknown`: it could not be determined whether the target was hit, so it counts as hit. */
type Fate =
  | { readonly kind: 'injected'; readonly handle: FaultHandle }
  | { readonly kind: 'withheld'; readonly reason: AbortReason }
  | { readonly kind: 'unknown'; readonly reason: AbortReason };

type Sight =
  | { readonly kind: 'hit'; readonly handle: FaultHandle }
  /** Nothing was recorded, and the record comes before the fault. */
  | { readonly kind: 'nothing-recorded' }
  /** It is running, but the fault may not show yet. */
  | { readonly kind: 'alive' }
  | { readonly kind: 'unseen'; readonly why: string };

type Watching = Pick<ExperimentRun, 'ports' | 'plan' | 'settings'>;

/**
 * Injects unless the last look says no, in one step with that look: a resumed process looks again, and the injector
 * gives it back the handle of a fault whose answer was lost. Whatever the step returns, the record has the last word: a
 * negative or missing answer does not mean that nothing was hit.
 */
export async function injectOnce(looking: Looking, target: Instance): Promise<Fate> {
  const { ports, plan } = looking;
  const injection = await ports.steps.run(stepName(plan, 'inject'), () => inject(looking, target));
  return injection.kind === 'injected' ? injection : watchForFault(looking, target, injection.reason);
}

async function inject(looking: Looking, target: Instance): Promise<Injection> {
  const { ports, plan } = looking;
  try {
    return await ports.injector.inject({
      experimentId: plan.id,
      fault: plan.fault,
      ...(plan.faultDurationMs === undefined ? {} : { durationMs: plan.faultDurationMs }),
      target,
      lastLook: (instanceId) => lastLook(looking, instanceId),
    });
  } catch (error) {
    const text = `the fault could not be injected: ${messageOf(error)}`;
    return { kind: 'withheld', reason: { kind: 'not-injected', text } };
  }
}

/** `reason`: why the injection was not confirmed. Returned if nothing was hit. */
async function watchForFault(watching: Watching, target: Instance, reason: AbortReason): Promise<Fate> {
  const { ports, plan, settings } = watching;
  const settled = await ports.steps.waitUntil<Sight>(stepName(plan, 'watch for the fault'), {
    intervalMs: settings.pollMs,
    timeoutMs: faultShowsWithinMs,
    check: async () => {
      const sight = await look(watching, target);
      return sight.kind === 'hit' || sight.kind === 'nothing-recorded' ? { done: sight } : null;
    },
  });
  const sight =
    settled ?? (await ports.steps.run(stepName(plan, 'look for the fault'), () => look(watching, target)));
  return fateOf(sight, reason);
}

function fateOf(sight: Sight, { kind, text }: AbortReason): Fate {
  if (sight.kind === 'hit') return { kind: 'injected', handle: sight.handle };
  if (sight.kind !== 'unseen') return { kind: 'withheld', reason: { kind, text } };
  const unknown = `${text}; whether it was is not known (${sight.why})`;
  return { kind: 'unknown', reason: { kind, text: unknown } };
}

async function look(watching: Watching, target: Instance): Promise<Sight> {
  const { ports, plan } = watching;
  try {
    const recorded = await ports.injector.recorded(plan.id);
    if (recorded === null) return { kind: 'nothing-recorded' };
    return recorded.isCarriedOut ? { kind: 'hit', handle: recorded.handle } : { kind: 'alive' };
  } catch (error) {
    return (await isAlive(watching, target)) ? { kind: 'alive' } : { kind: 'unseen', why: messageOf(error) };
  }
}

/**
 * A running instance was not killed, whatever was recorded; but under a fault that can be undone it keeps running, too.
 */
async function isAlive({ ports, plan }: Watching, { id }: Instance): Promise<boolean> {
  if (faultNamed(plan.fault).isReversible) return false;
  const group = await findGroup(ports, plan.group).catch(() => null);
  const found = group?.instances.find((instance) => instance.id === id);
  return found?.state === 'running';
}

type Looking = Pick<ExperimentRun, 'ports' | 'plan' | 'settings'> & {
  /** When the gate looked, in epoch milliseconds. */
  readonly decidedAtMs: number;
};

/** The gate's decision is valid for this long; a process that resumes later must not inject on it. */
const decisionHoldsMs = 60_000;

/** The last look is valid for this long: enough to record the handle, and no more. */
const lookHoldsMs = 2_000;

/**
 * Checks other experiments, the fleet and alerts first and the lever last; the calendar and the age of the decision
 * cost no call and come after it. Other experiments are read after `claimed` was recorded, so that of two that passed
 * the gate at the same moment each sees the other and at least one yields.
 */
export async function lastLook(looking: Looking, instanceId: string): Promise<Permission> {
  const { clock, lever } = looking.ports;
  try {
    const seen = await see(looking);
    const change = whatHasChanged(looking, seen, instanceId);
    if (change !== null) return { kind: 'withheld', reason: change };
    // Taken before the call: the answer may be that old.
    const lookedAtMs = clock.now();
    const position = await asking('the stop conditions could not be checked', () => lever.position());
    const reason = pulledReason(position) ?? whatTimeForbids(looking, seen.experiments);
    if (reason !== null) return { kind: 'withheld', reason };
    return { kind: 'granted', isFresh: () => isWithin(clock.now() - lookedAtMs, lookHoldsMs) };
  } catch (error) {
    return { kind: 'withheld', reason: { kind: 'check-failed', text: messageOf(error) } };
  }
}

type Seen = {
  readonly experiments: readonly ExperimentRecord[];
  readonly group: Group;
  readonly firing: readonly FiringAlert[];
};

async function see({ ports, plan, settings }: Looking): Promise<Seen> {
  const nowMs = ports.clock.now();
  const [experiments, group, firing] = await Promise.all([
    asking('other experiments could not be looked up', () => readHistory(ports, settings, nowMs)),
    asking('the fleet could not be looked at', () => findGroup(ports, plan.group)),
    asking('the stop conditions could not be checked', () => ports.alerts.firing()),
  ]);
  return { experiments, group, firing };
}

function whatHasChanged(looking: Looking, seen: Seen, instanceId: string): AbortReason | null {
  return (
    whatOthersForbid(looking, seen) ??
    changed(whatTheFleetForbids(looking, seen, instanceId)) ??
    pageReason(seen.firing)
  );
}

function whatOthersForbid({ ports, plan, settings }: Looking, { experiments }: Seen): AbortReason | null {
  const own = experiments.find((each) => each.plan.id === plan.id);
  if (own !== undefined && outcomeOf(own) !== null) {
    return { kind: 'changed', text: 'the experiment has ended already' };
  }
  const [other] = othersUnderWay(experiments, { plan, settings, nowMs: ports.clock.now() });
  if (other === undefined) return null;
  return { kind: 'overlap', text: `the experiment ${other.experimentId} began at the same moment` };
}

/** The rungs of the gate whose answer can change within a minute, for this target. */
function whatTheFleetForbids(
  { ports, plan, settings }: Looking,
  { group }: Seen,
  instanceId: string,
): string | null {
  const eligibility = eligibleTargets(group, eligibilityRules(plan, settings), ports.clock.now());
  const target = eligibility.eligible.find(({ id }) => id === instanceId);
  if (target === undefined) {
    const lost = eligibility.removed.find(({ instanceIds }) => instanceIds.includes(instanceId));
    return lost === undefined
      ? `${instanceId} is no longer in the group ${plan.group}`
      : `${instanceId} is no longer eligible: it fails the check "${lost.filter}"`;
  }
  const facts = {
    fleet: { kind: 'known', value: group },
    selection: { kind: 'known', value: { eligibility, target } },
    requiredHealthy: settings.group.requiredHealthy,
    requiredPercent: settings.group.requiredPercent,
  } as const;
  return (isRollingOut(facts) ?? hasNoRedundancy(facts))?.detail ?? null;
}

function whatTimeForbids(
  { ports, plan, settings, decidedAtMs }: Looking,
  experiments: readonly ExperimentRecord[],
): AbortReason | null {
  const nowMs = ports.clock.now();
  if (!isWithin(nowMs - decidedAtMs, decisionHoldsMs)) {
    const text = `the decision to go ahead was ${nowMs - decidedAtMs} ms old; it holds for ${decisionHoldsMs} ms`;
    return { kind: 'stale-decision', text };
  }
  if (settings.schedule === null) return null;
  const others = experiments.filter((each) => each.plan.id !== plan.id);
  const question = { schedule: settings.schedule, group: plan.group, nowMs, experiments: others };
  const facts = { schedule: { kind: 'known', value: scheduleFacts(question) } } as const;
  const refusal = isOutsideWindow(facts) ?? isHoliday(facts) ?? isCoolingDown(facts) ?? isOverDailyCap(facts);
  return changed(refusal?.detail ?? null);
}

function changed(text: string | null): AbortReason | null {
  return text === null ? null : { kind: 'changed', text };
}

/** A negative age means the clock was set back, so the age is unknown. */
function isWithin(ageMs: number, limitMs: number): boolean {
  return ageMs >= 0 && ageMs <= limitMs;
}

async function asking<T>(failure: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw new Error(`${failure}: ${messageOf(error)}`, { cause: error });
  }
}

export function pulledReason(position: LeverPosition): AbortReason | null {
  if (position.kind === 'released') return null;
  return { kind: 'lever', text: `the safety lever was pulled: ${position.reason}` };
}

/** A ticket can wait; a page or an alarm of the service's own cannot. */
export function pageReason(firing: readonly FiringAlert[]): AbortReason | null {
  const page = firing.find(({ severity }) => severity === 'page');
  if (page === undefined) return null;
  const what = page.burn === null ? 'an alarm that stops chaos rang' : 'a page-level alert fired';
  return { kind: 'alert', text: `${what}: ${page.slo}` };
}
