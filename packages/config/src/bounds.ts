/** Inclusive bounds that the configuration and the command line share. */
import { formatCount } from '@garbageday/core/wording/format-number.ts';

export type NumberBounds = { readonly min: number; readonly max: number; readonly what: string };

/** Above this one laptop measures itself instead of the servers. */
export const usersRateBounds: NumberBounds = { min: 1, max: 5_000, what: 'requests a second' };

export const probeRateBounds: NumberBounds = { min: 0.1, max: 1_000, what: 'probes a second' };

/** `null` when the value is within, else why not and what may be written. */
export function outOfBounds(value: number, bounds: NumberBounds): string | null {
  if (value >= bounds.min && value <= bounds.max) return null;
  return `${value} is too ${value < bounds.min ? 'small' : 'large'}; ${mendBounds(bounds)}`;
}

/** `write 1 to 5,000 requests a second`. */
export function mendBounds({ min, max, what }: NumberBounds): string {
  return `write ${bound(min)} to ${bound(max)} ${what}`.trimEnd();
}

/** A bound is exact: rounded, 0.001 would invite a 0. */
function bound(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : `${value}`;
}
