/** Which of the eligible instances are hit: uniform, without replacement, at most one per zone unless asked. */
import type { Random } from '../ports.ts';
import { shuffled } from '../schedule/random.ts';
import type { Instance } from './fleet.ts';

/**
 * How many: a count, or a percentage of the eligible, rounded down as AWS FIS does
 * (https://docs.aws.amazon.com/fis/latest/userguide/targets.html, selection mode PERCENT).
 * None is a legal answer, and a refusal upstream.
 */
export type BlastRadius = {
  readonly size:
    | { readonly kind: 'count'; readonly count: number }
    | { readonly kind: 'percent'; readonly percent: number };
  readonly spread: 'one-per-zone' | 'any-zone';
};

/** One instance: the blast radius unless a person asks for more. */
export const singleTarget: BlastRadius = { size: { kind: 'count', count: 1 }, spread: 'one-per-zone' };

/**
 * The victims. Candidates are put in the order of their slots and ids first, so that a seed picks the same victims
 * in whatever order the fleet lists them, and the same slot after a replacement has got a new id.
 */
export function selectTargets(
  eligible: readonly Instance[],
  radius: BlastRadius,
  random: Random,
): readonly Instance[] {
  const drawn = shuffled(random, eligible.toSorted(bySlot));
  const spread = radius.spread === 'any-zone' ? drawn : drawn.filter(isFirstOfItsZone);
  return spread.slice(0, sizeOf(radius, eligible.length));
}

function sizeOf({ size }: BlastRadius, eligible: number): number {
  return size.kind === 'count' ? size.count : Math.floor((eligible * size.percent) / 100);
}

function isFirstOfItsZone(instance: Instance, index: number, all: readonly Instance[]): boolean {
  return all.findIndex((other) => other.zone === instance.zone) === index;
}

function bySlot(a: Instance, b: Instance): number {
  return compare(a.slot, b.slot) || compare(a.id, b.id);
}

const compare = (a: string, b: string): number => Number(a > b) - Number(a < b);
