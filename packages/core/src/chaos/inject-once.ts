/** The one step that hurts, and what became of it: was the target hit after all? */
import type { FaultHandle, Injection } from '../ports.ts';
import type { AbortReason } from './abort-reason.ts';
import { faultNamed } from './fault.ts';
import type { Instance } from './fleet.ts';
import { findGroup, messageOf } from './gather-facts.ts';
import { type Looking, lastLook } from './last-look.ts';
import { type ExperimentRun, stepName } from './record-transitions.ts';

/** An instance that was hit shows it within this time: what EC2 tells of itself may be some seconds old. */
const faultShowsWithinMs = 15_000;

/** `unknown`: whether the target was hit could not be seen, so it counts as hit. */
export type Fate =
  | { readonly kind: 'injected'; readonly handle: FaultHandle }
  | { readonly kind: 'withheld'; readonly reason: AbortReason }
  | { readonly kind: 'unknown'; readonly reason: AbortReason };

type Sight =
  | { readonly kind: 'hit'; readonly handle: FaultHandle }
  /** Nothing was recorded, and the record comes before the fault. */
  | { readonly kind: 'nothing-recorded' }
  /** It lives. So far, because the fault may not show yet. */
  | { readonly kind: 'alive' }
  | { readonly kind: 'unseen'; readonly why: string };

type Watching = Pick<ExperimentRun, 'ports' | 'plan' | 'settings'>;

/**
 * Injects unless the last look says no, in one step with that look: a resumed process looks again, and the injector gives
 * it back the handle of a fault whose answer was lost. Whatever else comes out of the step, what was recorded has the last
 * word: an answer that says no, or that never came, does not mean that nobody was hit.
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

/** `reason`: why the injection did not end in a yes. Returns it when nobody was hit. */
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

/** What runs was not killed, whatever was recorded; under a fault that can be undone it runs, too. */
async function isAlive({ ports, plan }: Watching, { id }: Instance): Promise<boolean> {
  if (faultNamed(plan.fault).isReversible) return false;
  const group = await findGroup(ports, plan.group).catch(() => null);
  const found = group?.instances.find((instance) => instance.id === id);
  return found?.state === 'running';
}
