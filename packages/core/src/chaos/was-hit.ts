/** Was it us? */

import type { Ledger } from '../ports.ts';
import { hourMs } from '../time/durations.ts';
import type { LossKey } from './loss.ts';
import { readExperiments } from './transitions.ts';

/** A fault that a transition records as really injected: being chosen is not enough. */
export type Hit = { readonly instanceId: string; readonly injectedAtMs: number };

/** An experiment is drawn in the morning and strikes the same day. */
const drawnWithinMs = 172_800_000;

/** A lost server is noticed within minutes. A later loss of the same id belongs to another run. */
const goneWithinMs = hourMs;

/** Clocks differ. */
const skewMs = 60_000;

/** Whether a fault was injected into the instance shortly before it was lost. */
export function isHit({ instanceId, atMs }: LossKey, hits: readonly Hit[]): boolean {
  return hits.some(
    (hit) =>
      hit.instanceId === instanceId &&
      atMs >= hit.injectedAtMs - skewMs &&
      atMs <= hit.injectedAtMs + goneWithinMs,
  );
}

/**
 * The same from the ledger, as far as recorded by now. A crash may delay the record of a fault, so reports on losses
 * check again.
 */
export async function wasHit(ledger: Pick<Ledger, 'transitions'>, loss: LossKey): Promise<boolean> {
  const drawn = { fromMs: loss.atMs - drawnWithinMs, toMs: loss.atMs + skewMs };
  return isHit(loss, (await readExperiments(ledger, drawn)).flatMap(hitOf));
}

/** `null` for an experiment that injected nothing. */
export function hitOf({
  target,
  injectedAtMs,
}: {
  readonly target: { readonly instanceId: string } | null;
  readonly injectedAtMs: number | null;
}): readonly Hit[] {
  return target === null || injectedAtMs === null ? [] : [{ instanceId: target.instanceId, injectedAtMs }];
}
