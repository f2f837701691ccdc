/** Looks at the clock of a run every second until it is stopped. */
import { isWhole } from '@garbageday/core/chaos/eligibility.ts';
import type { RunningJourney } from '@garbageday/local/stack/start-probers.ts';
import type { Stack } from '@garbageday/local/stack.ts';
import { localTimes } from './experiment-settings.ts';
import type { Interruption } from './interruption.ts';
import type { LiveModel } from './live-model.ts';
import { type Timekeeper, timekeeper } from './timekeeper.ts';

const lookEveryMs = 1_000;

type Watched = {
  readonly stack: Stack;
  readonly journeys: readonly RunningJourney[];
  readonly model: LiveModel;
};
type Asked = { readonly command: 'gameday' | 'up'; readonly interruption: Pick<Interruption, 'fail'> };

/** `up` has no end of its own, and the readers of its ledger use the wall clock. */
export function keepTime(
  { command, interruption }: Asked,
  { stack, journeys, model }: Watched,
): { readonly timekeeper: Timekeeper; readonly stop: () => void } {
  const keeper = timekeeper({
    clock: stack.clock,
    follows: command === 'up',
    isQuiet: async () => (await stack.fleet.groups()).every(isWhole),
    onJump: async (byMs) => {
      model.shift(byMs);
      await Promise.all(journeys.map(({ prober }) => prober.restart()));
    },
    settleMs: localTimes.baselineMs + localTimes.settleMs,
    say: model.say,
  });
  const timer = setInterval(() => keeper.look().catch(interruption.fail), lookEveryMs);
  return { timekeeper: keeper, stop: () => clearInterval(timer) };
}
