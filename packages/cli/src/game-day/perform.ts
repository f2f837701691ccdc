/** Plays planned experiments, each at its time and one after the other. */
import type { ExperimentPlan } from '@garbageday/core/chaos/experiment.ts';
import { isWhole } from '@garbageday/core/chaos/watch-recovery.ts';
import { labelOf } from './describe-event.ts';
import type { LiveModel } from './live-model.ts';
import type { Session } from './session.ts';

/** A kill waits this long for the last one to be over; then the gate decides. */
const patienceMs = 20_000;
const lookEveryMs = 100;

export async function perform(
  session: Pick<Session, 'stack' | 'model'>,
  plans: readonly ExperimentPlan[],
  act: (plan: ExperimentPlan) => Promise<void>,
): Promise<void> {
  const { model, stack } = session;
  for (const [index, plan] of plans.entries()) {
    announce(model, plan);
    await stack.clock.sleep(Math.max(0, plan.plannedAtMs - stack.clock.now()));
    announce(model, plans[index + 1]);
    model.set({ phase: 'chaos' });
    await untilWhole(session, patienceMs);
    await act(plan);
  }
}

/** Waits until every group is whole: a kill that came early would only be refused. */
export async function untilWhole({ stack }: Pick<Session, 'stack'>, timeoutMs: number): Promise<void> {
  const deadline = stack.clock.now() + timeoutMs;
  while (stack.clock.now() < deadline) {
    if ((await stack.fleet.groups()).every(isWhole)) return;
    await stack.clock.sleep(lookEveryMs);
  }
}

function announce(model: LiveModel, plan: ExperimentPlan | undefined): void {
  model.announce(plan === undefined ? null : { atMs: plan.plannedAtMs, label: labelOf(plan) });
}
