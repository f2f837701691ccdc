/** Plays planned experiments, each at its time and one after the other. */

import { isWhole } from '@garbageday/core/chaos/eligibility.ts';
import type { ExperimentPlan } from '@garbageday/core/chaos/experiment.ts';
import type { Clock } from '@garbageday/core/ports.ts';
import { planLabel } from '@garbageday/render/narrate/fault-words.ts';
import type { LiveModel } from './live-model.ts';
import { overdueOf } from './refuse-overdue.ts';
import type { Session } from './session.ts';

/** A kill waits this long for the last one to be over; then the gate decides. */
const patienceMs = 20_000;
const lookEveryMs = 100;
const longestSleepMs = 1_000;

export type Performance = {
  readonly act: (plan: ExperimentPlan) => Promise<void>;
  /** Handles those whose time has passed; if absent, they run as soon as possible. */
  readonly refuse?: (overdue: readonly [ExperimentPlan, ...(readonly ExperimentPlan[])]) => Promise<void>;
};

export async function perform(
  session: Pick<Session, 'stack' | 'model' | 'timekeeper'>,
  plans: readonly ExperimentPlan[],
  { act, refuse }: Performance,
): Promise<void> {
  const { model, stack, timekeeper } = session;
  let rest = plans;
  while (rest[0] !== undefined) {
    const [plan] = rest;
    announce(model, plan);
    await until(stack.clock, () => Math.max(plan.plannedAtMs, timekeeper.heldUntilMs()));
    const [first, ...others] = refuse === undefined ? [] : overdueOf(rest, stack.clock.now());
    if (refuse !== undefined && first !== undefined) {
      await refuse([first, ...others]);
      rest = rest.slice(1 + others.length);
      continue;
    }
    announce(model, rest[1]);
    model.set({ phase: 'chaos' });
    await untilWhole(session, patienceMs);
    await timekeeper.undisturbed(() => act(plan));
    rest = rest.slice(1);
  }
}

/** Checks again from time to time, because the clock may jump meanwhile. */
async function until(clock: Clock, atMs: () => number): Promise<void> {
  await clock.sleep(0);
  while (clock.now() < atMs()) await clock.sleep(Math.min(longestSleepMs, atMs() - clock.now()));
}

/** Waits until every group is whole: a kill that came early would only be refused. */
export async function untilWhole({ stack }: Pick<Session, 'stack'>, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    if ((await stack.fleet.groups()).every(isWhole)) return;
    await stack.clock.sleep(lookEveryMs);
  }
}

function announce(model: LiveModel, plan: ExperimentPlan | undefined): void {
  model.announce(plan === undefined ? null : { atMs: plan.plannedAtMs, label: planLabel(plan) });
}
