/** Experiments whose time passed while the clock jumped or the machine slept: refused, not caught up on. */
import type { ExperimentPlan, Transition } from '@garbageday/core/chaos/experiment.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import type { Refusal } from '@garbageday/core/chaos/refusal.ts';
import { formatDuration } from '@garbageday/render/format.ts';
import type { Session } from './session.ts';

const toleratedMs = 60_000;

/** The leading plans that are more than a minute late. Plans are sorted by time. */
export function overdueOf(plans: readonly ExperimentPlan[], nowMs: number): readonly ExperimentPlan[] {
  return plans.filter(({ plannedAtMs }) => nowMs - plannedAtMs > toleratedMs);
}

/** Records one refusal that stands for all of them. */
export async function refuseOverdue(
  {
    stack,
    publish,
  }: { readonly stack: Pick<Session['stack'], 'clock' | 'ledger'>; readonly publish: Session['publish'] },
  [plan, ...others]: readonly [ExperimentPlan, ...(readonly ExperimentPlan[])],
): Promise<ExperimentOutcome> {
  const atMs = stack.clock.now();
  const lateMs = atMs - plan.plannedAtMs;
  const more = others.length === 0 ? '' : `, and so are ${others.length} more`;
  const refusal: Refusal = {
    reason: 'outside-window',
    detail: `Planned for ${formatDuration(lateMs)} ago${more}.`,
    numbers: { lateMs, experiments: others.length + 1 },
  };
  const states = [
    { kind: 'drawn', plan },
    { kind: 'refused', refusal },
  ] as const;
  for (const [seq, state] of states.entries()) {
    const transition: Transition = { experimentId: plan.id, seq, atMs, state };
    await stack.ledger.recordTransition(transition);
    await publish({ kind: 'transition', plan, transition });
  }
  return { kind: 'refused', plan, atMs, refusal };
}
