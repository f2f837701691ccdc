/** The totals of all loads of a run. */
import type { UserTotals } from '@garbageday/core/report/report.ts';
import type { Audit } from '@garbageday/local/audit.ts';
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

export type CountedTotals = ProberTotals & Pick<UserTotals, 'unanswered'>;

/** The same, with the writes of every journey that the audit counts. */
export function auditedTotals(
  journeys: readonly RunningJourney[],
  { roles }: Pick<Audit, 'roles'>,
): CountedTotals {
  const loads = loadTotals(journeys);
  if (!roles.includes('judge')) return loads;
  const counted = journeys.filter(({ role }) => roles.includes(role)).map(({ prober }) => prober.totals());
  const { acknowledged, failed: unanswered } = counted.reduce(addTotals, nothing);
  return { ...loads, acknowledged, unanswered };
}
