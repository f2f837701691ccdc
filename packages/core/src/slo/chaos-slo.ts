/** Which objective pays for chaos. */
import type { SloConfiguration } from '../config/configuration.ts';
import { UsageError } from '../errors.ts';

/**
 * The probe's strictest availability objective, or its strictest of any kind: the probe measures chaos, so its budget
 * pays. Throws a UsageError when the probe has no objective.
 */
export function chaosSloOf(slos: readonly SloConfiguration[]): SloConfiguration {
  const [first] = slos.filter(({ journey }) => journey === 'probe').toSorted(byImportance);
  if (first !== undefined) return first;
  throw new UsageError(
    "No objective measures the journey 'probe', so chaos has no error budget to spend; add one to slos.",
  );
}

function byImportance(a: SloConfiguration, b: SloConfiguration): number {
  return Number(b.sli === 'availability') - Number(a.sli === 'availability') || b.objective - a.objective;
}
