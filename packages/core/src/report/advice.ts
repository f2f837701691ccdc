/**
 * What to do about the report's findings: sentences, worst first, without figures, which are elsewhere in the report.
 */
import type { CompositeScore } from '../slo/composite.ts';
import { nameList } from '../wording/words.ts';
import { isProven, type JourneyCoverage } from './journey-coverage.ts';
import type { BudgetPolicy, GroupResilience, SloResult } from './report.ts';

export type AdviceFacts = {
  readonly slos: readonly SloResult[];
  readonly composites: readonly CompositeScore[];
  readonly policy: BudgetPolicy;
  readonly resilience: readonly GroupResilience[];
  readonly coverage: readonly JourneyCoverage[];
};

/** Proofs of n+1 older than this, in days, are stale. */
const staleDays = 14;

/** Empty if nothing needs doing. Advice that applies to several SLOs is given once. */
export function adviceOf({ slos, composites, policy, resilience, coverage }: AdviceFacts): readonly string[] {
  return [
    ...spent(slos, composites),
    ...firing(slos),
    ...resilience.flatMap(failed),
    ...blind(slos),
    ...coverage.flatMap(silent),
    ...stopped[policy.state](policy.slo),
    ...resilience.flatMap(unproven),
  ];
}

type Sentence = (names: string, isOne: boolean) => string;

function about(promises: readonly { readonly name: string }[], sentence: Sentence): readonly string[] {
  const names = promises.map(({ name }) => name);
  return names.length === 0 ? [] : [sentence(nameList(names), names.length === 1)];
}

function spent(slos: readonly SloResult[], composites: readonly CompositeScore[]): readonly string[] {
  const measured = [
    ...slos.filter(({ total }) => total > 0),
    ...composites.filter(({ sli }) => sli !== null),
  ];
  const used =
    (how: string): Sentence =>
    (names, isOne) =>
      `The error ${isOne ? 'budget' : 'budgets'} of ${names} ${isOne ? 'is' : 'are'} ${how}: ` +
      'ship only what makes the service more reliable.';
  return [
    ...about(
      measured.filter(({ remaining }) => remaining < 0),
      used('overspent'),
    ),
    ...about(
      measured.filter(({ remaining }) => remaining === 0),
      used('spent'),
    ),
  ];
}

function firing(slos: readonly SloResult[]): readonly string[] {
  const on = slos.filter(({ alerts }) => alerts.some((alert) => alert.firing));
  const isPage = ({ alerts }: SloResult) => alerts.some((one) => one.firing && one.severity === 'page');
  const burns = (isOne: boolean) => (isOne ? 'burns its budget' : 'burn their budgets');
  return [
    ...about(
      on.filter(isPage),
      (names, isOne) => `${names} ${burns(isOne)} now, fast enough to page: find out what fails.`,
    ),
    ...about(
      on.filter((slo) => !isPage(slo)),
      (names, isOne) =>
        `${names} ${burns(isOne)} too fast to last ${isOne ? 'its window' : 'their windows'}: look for what fails.`,
    ),
  ];
}

function failed({ group, points }: GroupResilience): readonly string[] {
  if (points.at(-1)?.verdict === 'fail')
    return [`The last kill of ${group} broke its hypothesis: fix that, then kill it again.`];
  return points.some(({ verdict }) => verdict === 'fail')
    ? [`A kill of ${group} broke its hypothesis, though not the last one: make sure that the cause is gone.`]
    : [];
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

function blind(slos: readonly SloResult[]): readonly string[] {
  return about(
    slos.filter(({ verdict }) => verdict === 'no-data'),
    (names, isOne) =>
      `Nothing was measured for ${names}: check that ${isOne ? 'its prober runs' : 'their probers run'}.`,
  );
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
  if (daysSinceProof === null && points.at(-1)?.verdict === 'inconclusive')
    return [`The last kill of ${group} proves nothing: see why, then kill it again.`];
  if (daysSinceProof === null) return [`${group} has not been proven to survive a loss: let chaos reach it.`];
  return daysSinceProof > staleDays ? [`The last proof of ${group} is old: let chaos reach it again.`] : [];
}
