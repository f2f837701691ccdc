/** Which SLO pays for chaos. */
import type { SloConfiguration } from '../configuration.ts';
import { UsageError } from '../errors.ts';

/**
 * The judges' strictest availability SLO, or else their strictest of any kind, among those that count every event of
 * the whole journey; the first of equals. A judge measures chaos, so its budget pays, and its slices are what the
 * hypothesis is checked against. Throws a UsageError if no judge has an SLO.
 */
export function chaosSloOf(slos: readonly SloConfiguration[]): SloConfiguration {
  const [slo] = slos.filter(canPayForChaos).toSorted(byImportance);
  if (slo !== undefined) return slo;
  throw new UsageError(
    'No objective measures the whole journey of a judge, so chaos has no error budget to spend; add one to slos.',
  );
}

/** The SLOs that could pay for chaos but do not; their bad events are attributed all the same. */
export function otherPayers(
  slos: readonly SloConfiguration[],
  paying: SloConfiguration,
): readonly SloConfiguration[] {
  return slos.filter((slo) => slo !== paying && canPayForChaos(slo));
}

/**
 * The strictest availability SLO of a whole journey by occurrences, or else its strictest of any kind; `null`: none.
 */
export function leadingSlo(slos: readonly SloConfiguration[], of: string): SloConfiguration | null {
  const [first] = slos.filter((slo) => slo.journey === of && countsWholeJourney(slo)).toSorted(byImportance);
  return first ?? null;
}

/** Whether this SLO could pay for chaos: it counts every event of a judge's whole journey. */
export function canPayForChaos(slo: SloConfiguration): boolean {
  return slo.role === 'judge' && countsWholeJourney(slo);
}

/**
 * Whether every event of the journey counts, whatever its step and vantage; a platform's journey metrics show only
 * that.
 */
export function countsWholeJourney({ step, vantage, budgeting }: SloConfiguration): boolean {
  return step === null && vantage === null && budgeting.kind === 'occurrences';
}

function byImportance(a: SloConfiguration, b: SloConfiguration): number {
  return Number(b.sli === 'availability') - Number(a.sli === 'availability') || b.objective - a.objective;
}

/** The strictest latency SLO of a judge's whole journey, as a ratio; `null`: none. */
export function latencyObjectiveOf(slos: readonly SloConfiguration[], of: string): number | null {
  const objectives = slos
    .filter((slo) => slo.journey === of && slo.sli === 'latency' && canPayForChaos(slo))
    .map(({ objective }) => objective);
  return objectives.length === 0 ? null : Math.max(...objectives);
}
