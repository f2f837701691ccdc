/** The one step that hurts, and what became of it. */
import type { Injection } from '../ports.ts';
import type { Instance } from './fleet.ts';
import { messageOf } from './gather-facts.ts';
import { type Looking, lastLook } from './last-look.ts';
import { stepName } from './record-transitions.ts';
import { type Fate, watchForFault } from './watch-for-fault.ts';

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
      target,
      lastLook: (instanceId) => lastLook(looking, instanceId),
    });
  } catch (error) {
    return { kind: 'withheld', reason: `the fault could not be injected: ${messageOf(error)}` };
  }
}
