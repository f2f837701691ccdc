/** Was it us? */
import type { Ledger } from '../ports.ts';
import { readExperiments } from './fold-experiment.ts';

/** An experiment is drawn in the morning and strikes the same day; its victim is gone soon after. */
const lookBackMs = 172_800_000;

/**
 * Whether an armed experiment of the two days before had chosen the instance. Chosen is enough: the choice is recorded
 * before the fault, and a crash may have lost what came after.
 */
export async function wasAimedAt(
  ledger: Pick<Ledger, 'transitions'>,
  { instanceId, atMs }: { readonly instanceId: string; readonly atMs: number },
): Promise<boolean> {
  const experiments = await readExperiments(ledger, { fromMs: atMs - lookBackMs, toMs: atMs + 1 });
  return experiments.some(({ plan, target }) => plan.mode === 'armed' && target?.instanceId === instanceId);
}
