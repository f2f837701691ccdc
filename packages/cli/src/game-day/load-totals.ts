/** What all loads of a run did together. */
import { addTotals } from '@garbageday/local/stack/restartable-prober.ts';
import type { RunningJourney } from '@garbageday/local/stack/start-probers.ts';
import type { ProberTotals } from '@garbageday/prober/messages.ts';

const nothing: ProberTotals = { sent: 0, failed: 0, retried: 0, acknowledged: 0, longestWaitMs: 0 };

export function loadTotals(journeys: readonly RunningJourney[]): ProberTotals {
  return journeys.reduce(
    (sum, { role, prober }) => (role === 'load' ? addTotals(sum, prober.totals()) : sum),
    nothing,
  );
}
