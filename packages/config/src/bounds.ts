/** Inclusive bounds that the configuration and the command line share. */
import { formatCount } from '@garbageday/core/wording/words.ts';

export type NumberBounds = { readonly min: number; readonly max: number; readonly what: string };

/** Above this, a laptop measures itself instead of the servers. */
export const usersRateBounds: NumberBounds = { min: 1, max: 5_000, what: 'requests a second' };

export const probeRateBounds: NumberBounds = { min: 0.1, max: 1_000, what: 'probes a second' };

/** `null` if the value is within the bounds, else why not, and what is allowed. */
export function outOfBounds(value: number, bounds: NumberBounds): string | null {
  if (value >= bounds.min && value <= bounds.max) return null;
  return `${value} is too ${value < bounds.min ? 'small' : 'large'}; ${mendBounds(bounds)}`;
}

/** `write 1 to 5,000 requests a second`. */
export function mendBounds(bounds: NumberBounds): string {
  return `write ${boundsText(bounds)}`;
}

/** `1 to 5,000 requests a second`. */
export function boundsText({ min, max, what }: NumberBounds): string {
  return `${bound(min)} to ${bound(max)} ${what}`.trimEnd();
}

/** A bound is not rounded: 0.001 would read as 0. */
function bound(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : `${value}`;
}
