/** Which of the eligible instances is hit: one, each as likely as another. */
import type { Random } from '../ports.ts';
import { pickOne } from '../time/random.ts';
import type { Instance } from './fleet.ts';

/**
 * The target, or `null` when no instance is eligible. Candidates are put in the order of their slots and ids first, so
 * that a seed picks the same target in whatever order the fleet lists them, and the same slot after a replacement has got
 * a new id. One per experiment: docs/decisions/2026-11-26-one-target-per-experiment.md.
 */
export function selectTarget(eligible: readonly Instance[], random: Random): Instance | null {
  return pickOne(random, eligible.toSorted(bySlot)) ?? null;
}

function bySlot(a: Instance, b: Instance): number {
  return compare(a.slot, b.slot) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}
