/** Which objective pays for chaos. */
import type { SloConfiguration } from '../config/configuration.ts';
import { UsageError } from '../errors.ts';

/**
 * The probe's strictest availability objective, or its strictest of any kind: the probe measures chaos, so its budget
 * pays. Throws a UsageError when the probe has no objective.
 */
export function chaosSloOf(slos: readonly SloConfiguration[]): SloConfiguration {
  const slo = leadingSlo(slos, 'probe');
  if (slo !== null) return slo;
  throw new UsageError(
    "No objective measures the journey 'probe', so chaos has no error budget to spend; add one to slos.",
  );
}

/** The strictest availability objective of a journey, or its strictest of any kind; `null` when it has none. */
export function leadingSlo<T extends Ranked>(slos: readonly T[], of: SloConfiguration['journey']): T | null {
  const [first] = slos.filter(({ journey }) => journey === of).toSorted(byImportance);
  return first ?? null;
}

type Ranked = Pick<SloConfiguration, 'sli' | 'objective'> & { readonly journey: string };

function byImportance(a: Ranked, b: Ranked): number {
  return Number(b.sli === 'availability') - Number(a.sli === 'availability') || b.objective - a.objective;
}
