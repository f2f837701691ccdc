/** How much of an objective's budget is left, and what chaos had of it, from the ledger alone. */
import type { ExperimentRecord } from '../chaos/fold-experiment.ts';
import { impactOf } from '../chaos/fold-experiment.ts';
import type { BudgetFacts } from '../chaos/gate-facts.ts';
import type { Configuration, SloConfiguration } from '../config/configuration.ts';
import type { Ledger } from '../ports.ts';
import { isVoid } from '../probe/coverage.ts';
import { sumCounts } from '../probe/merge-slices.ts';
import { foldSlices } from '../probe/read-slices.ts';
import type { Counts } from '../probe/slice.ts';
import { badOf, remaining } from './error-budget.ts';
import { expectedSpend } from './expected-spend.ts';
import { eventsPerWindow, windowSeconds } from './window.ts';

export type BudgetQuestion = {
  readonly service: string;
  readonly slo: SloConfiguration;
  readonly probe: Pick<Configuration['probe'], 'ratePerSecond' | 'maxLagMs'>;
  readonly budget: Configuration['budget'];
  /** The group whose next kill is to be paid for. */
  readonly group: string;
  readonly nowMs: number;
  readonly experiments: readonly ExperimentRecord[];
};

/** Reads the objective's whole window, page by page. The window rolls; a calendar window is taken at its nominal length. */
export async function readBudget(
  ledger: Pick<Ledger, 'slices'>,
  question: BudgetQuestion,
): Promise<BudgetFacts> {
  const { slo, probe, budget, nowMs, experiments, group } = question;
  const fromMs = nowMs - windowSeconds(slo.window) * 1_000;
  const counts = await readCounts(ledger, question, fromMs);
  const spends = (of: readonly ExperimentRecord[]): readonly number[] =>
    of.flatMap((experiment) => impactOf(experiment)?.budgetSpent ?? []);
  const within = experiments.filter(({ lastAtMs }) => lastAtMs >= fromMs);
  return {
    remaining: remaining(badOf(counts), slo.objective, eventsPerWindow(probe.ratePerSecond, slo.window)),
    expectedSpend: expectedSpend(spends(ofGroup(experiments, group)), budget.coldStartSpend),
    reserve: budget.reserve,
    chaosSpent: spends(within).reduce((sum, spend) => sum + spend, 0),
    chaosShare: budget.chaosShare,
  };
}

async function readCounts(
  ledger: Pick<Ledger, 'slices'>,
  { service, slo, probe, nowMs }: BudgetQuestion,
  fromMs: number,
): Promise<Counts> {
  const start: Counts = { good: 0, total: 0 };
  const query = { service, journey: slo.journey, fromMs, toMs: nowMs };
  return foldSlices(ledger, query, {
    start,
    fold: (sum, page) => {
      const counted = page.filter((slice) => !isVoid(slice, probe.maxLagMs));
      return sumCounts([sum, ...counted.map((slice) => slice[slo.sli])]);
    },
  });
}

function ofGroup(experiments: readonly ExperimentRecord[], group: string): readonly ExperimentRecord[] {
  return experiments.filter(({ plan }) => plan.group === group);
}
