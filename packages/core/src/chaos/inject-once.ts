/** The one step that hurts. */
import type { FaultHandle } from '../ports.ts';
import type { AbortReason } from './abort-reason.ts';
import type { Instance } from './fleet.ts';
import { messageOf, othersUnderWay, readHistory } from './gather-facts.ts';
import { type ExperimentRun, stepName } from './record-transitions.ts';
import { stopReason } from './watch-recovery.ts';

export type Injection =
  | { readonly kind: 'injected'; readonly handle: FaultHandle }
  | { readonly kind: 'withheld'; readonly reason: AbortReason };

/** What the gate saw is good for this long; a process that resumes later must not strike on it. */
const decisionHoldsMs = 60_000;

/**
 * Injects unless a last look says no. The look comes after `claimed` was recorded, so that of two experiments that passed
 * the gate at the same moment each sees the other, and at least one yields. In one step with the injection: a resumed
 * process looks again, and the injector gives it back the handle of an injection whose answer was lost.
 */
export function injectOnce(
  run: Pick<ExperimentRun, 'ports' | 'plan' | 'settings'>,
  target: Instance,
  claimedAtMs: number,
): Promise<Injection> {
  const { ports, plan } = run;
  return ports.steps.run<Injection>(stepName(plan, 'inject'), async () => {
    const reason = await reasonToWithhold(run, claimedAtMs);
    if (reason !== null) return { kind: 'withheld', reason };
    try {
      const request = { experimentId: plan.id, fault: plan.fault, target };
      return { kind: 'injected', handle: await ports.injector.inject(request) };
    } catch (error) {
      const text = `the fault could not be injected: ${messageOf(error)}`;
      return { kind: 'withheld', reason: { kind: 'not-injected', text } };
    }
  });
}

async function reasonToWithhold(
  { ports, plan, settings }: Pick<ExperimentRun, 'ports' | 'plan' | 'settings'>,
  claimedAtMs: number,
): Promise<AbortReason | null> {
  const stop = await stopReason(ports);
  if (stop !== null) return stop;
  const nowMs = ports.clock.now();
  if (nowMs - claimedAtMs > decisionHoldsMs) {
    const text = `the decision to go ahead was ${nowMs - claimedAtMs} ms old; it holds for ${decisionHoldsMs} ms`;
    return { kind: 'stale-decision', text };
  }
  try {
    const [other] = othersUnderWay(await readHistory(ports, settings, nowMs), { plan, settings, nowMs });
    if (other === undefined) return null;
    return { kind: 'overlap', text: `the experiment ${other.experimentId} began at the same moment` };
  } catch (error) {
    return { kind: 'check-failed', text: `other experiments could not be looked up: ${messageOf(error)}` };
  }
}
