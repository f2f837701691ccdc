/** Which objective pays for chaos. */
import type { SloConfiguration } from '../configuration.ts';
import { UsageError } from '../errors.ts';
import { roleOf } from '../probe/role-of.ts';

/**
 * The probe's strictest availability objective, or its strictest of any kind, of those that count every event of the
 * whole journey: the probe measures chaos, so its budget pays. Throws a UsageError when the probe has no objective.
 */
export function chaosSloOf(slos: readonly SloConfiguration[]): SloConfiguration {
  const [slo] = slos.filter(canPayForChaos).toSorted(byImportance);
  if (slo !== undefined) return slo;
  throw new UsageError(
    "No objective measures the journey 'probe', so chaos has no error budget to spend; add one to slos.",
  );
}

/** The objectives that could pay for chaos and do not; what failed of them is attributed all the same. */
export function otherPayers(
  slos: readonly SloConfiguration[],
  paying: SloConfiguration,
): readonly SloConfiguration[] {
  return slos.filter((slo) => slo !== paying && canPayForChaos(slo));
}

/** The strictest availability objective of a whole journey by occurrences, or its strictest of any kind; `null`: none. */
export function leadingSlo(
  slos: readonly SloConfiguration[],
  of: SloConfiguration['journey'],
): SloConfiguration | null {
  const [first] = slos.filter((slo) => slo.journey === of && countsWholeJourney(slo)).toSorted(byImportance);
  return first ?? null;
}

/** Whether chaos could be paid for from this objective: it counts every event of the probe's whole journey. */
export function canPayForChaos(slo: SloConfiguration): boolean {
  return roleOf(slo.journey) === 'judge' && countsWholeJourney(slo);
}

/** Whether every event of the journey counts, whatever its step and vantage: what a platform's journey metrics can tell. */
export function countsWholeJourney({ step, vantage, budgeting }: SloConfiguration): boolean {
  return step === null && vantage === null && budgeting.kind === 'occurrences';
}

function byImportance(a: SloConfiguration, b: SloConfiguration): number {
  return Number(b.sli === 'availability') - Number(a.sli === 'availability') || b.objective - a.objective;
}

/** The strictest latency objective of the whole journey of the probe, as a ratio; `null`: none. */
export function latencyObjectiveOf(slos: readonly SloConfiguration[]): number | null {
  const objectives = slos
    .filter((slo) => slo.sli === 'latency' && canPayForChaos(slo))
    .map(({ objective }) => objective);
  return objectives.length === 0 ? null : Math.max(...objectives);
}
