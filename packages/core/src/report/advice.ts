/** What to do about what the report says: sentences without numbers, which stand elsewhere in it, worst first. */
import { isProven, type JourneyCoverage } from './journey-coverage.ts';
import type { BudgetPolicy, GroupResilience, SloResult } from './report.ts';

export type AdviceFacts = {
  readonly slos: readonly SloResult[];
  readonly policy: BudgetPolicy;
  readonly resilience: readonly GroupResilience[];
  readonly coverage: readonly JourneyCoverage[];
};

/** Older proofs of n+1 than this, in days, are stale. */
const staleDays = 14;

/** Empty when nothing needs doing. */
export function adviceOf({ slos, policy, resilience, coverage }: AdviceFacts): readonly string[] {
  return [
    ...slos.flatMap(spent),
    ...slos.flatMap(firing),
    ...resilience.flatMap(failed),
    ...slos.flatMap(blind),
    ...coverage.flatMap(silent),
    ...stopped[policy.state](policy.slo),
    ...resilience.flatMap(unproven),
  ];
}

function spent({ name, remaining, total }: SloResult): readonly string[] {
  if (total === 0 || remaining > 0) return [];
  const spent = remaining < 0 ? 'overspent' : 'spent';
  return [`The error budget of ${name} is ${spent}: ship only what makes the service more reliable.`];
}

function firing({ name, alerts }: SloResult): readonly string[] {
  const on = alerts.filter((alert) => alert.firing);
  if (on.length === 0) return [];
  return on.some(({ severity }) => severity === 'page')
    ? [`${name} burns its budget now, fast enough to page: find out what fails.`]
    : [`${name} burns its budget too fast to last its window: look for what fails.`];
}

function failed({ group, points }: GroupResilience): readonly string[] {
  if (points.at(-1)?.verdict !== 'fail') return [];
  return [`The last kill of ${group} broke its hypothesis: fix that, then kill it again.`];
}

function silent(seen: JourneyCoverage): readonly string[] {
  const { journey, silentSinceMs } = seen;
  if (silentSinceMs !== null)
    return [`The prober of ${journey} is silent: check that it runs, and that it can write to the ledger.`];
  if (isProven(seen)) return [];
  return [
    `The prober of ${journey} saw too little: check that it runs all the time, and is not late itself.`,
  ];
}

function blind({ name, verdict }: SloResult): readonly string[] {
  return verdict === 'no-data' ? [`Nothing was measured for ${name}: check that its prober runs.`] : [];
}

const stopped: Readonly<Record<BudgetPolicy['state'], (slo: string) => readonly string[]>> = {
  open: () => [],
  'share-spent': (slo) => [
    `Chaos has spent its share of ${slo}: no kill until some of it has left the window.`,
  ],
  'reserve-reached': noneLeft,
  exhausted: noneLeft,
};

function noneLeft(slo: string): readonly string[] {
  return [`What is left of ${slo} is not for chaos: no kill until the budget has recovered.`];
}

function unproven({ group, daysSinceProof, points }: GroupResilience): readonly string[] {
  if (points.at(-1)?.verdict === 'fail') return [];
  if (daysSinceProof === null) return [`${group} has not been proven to survive a loss: let chaos reach it.`];
  return daysSinceProof > staleDays ? [`The last proof of ${group} is old: let chaos reach it again.`] : [];
}
