/** Starts the one journey of a role. */
import type { JourneyRole } from '@garbageday/core/probe/journey.ts';
import type { SliceListener } from '@garbageday/local/stack/restartable-prober.ts';
import type { Stack } from '@garbageday/local/stack.ts';

export async function only(stack: Stack, role: JourneyRole, onSlice: SliceListener) {
  const [first] = await stack.startJourneys(role, onSlice);
  if (first === undefined) throw new Error(`there is no ${role}`);
  return first.prober;
}
