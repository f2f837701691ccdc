import type { Target } from '../load-balancer.ts';

/**
 * A server declared beforehand: it stands for a target, or has been free since the change with this number (0: always).
 */
export type Slot =
  | { readonly kind: 'held'; readonly target: Target }
  | { readonly kind: 'free'; readonly sinceChange: number };

/** All servers of the configuration, in its order. */
export type Slots = readonly Slot[];

/** Before 2.5, HAProxy cannot add servers at run time, but can be given new addresses for those that it has. */
export const slotCount = 32;

export const noSlots: Slots = Array.from({ length: slotCount }, () => ({ kind: 'free', sinceChange: 0 }));

/** More targets than slots. */
export class TooManyTargetsError extends Error {
  readonly code = 'too-many-targets';

  constructor(count: number) {
    super(`HAProxy is prepared for ${slotCount} targets; ${count} were registered.`);
    this.name = 'TooManyTargetsError';
  }
}

/** Whether the slot stands for this very target: the same id at the same port. */
export function isHeldBy(slot: Slot | undefined, { id, port }: Target): boolean {
  return slot?.kind === 'held' && slot.target.id === id && slot.target.port === port;
}

function freeSince(slot: Slot): number {
  return slot.kind === 'free' ? slot.sinceChange : 0;
}

/** Frees the slots whose target is no longer wanted. */
function release(slots: Slots, targets: readonly Target[]): Slots {
  const change = Math.max(...slots.map(freeSince)) + 1;
  return slots.map((slot) =>
    slot.kind === 'free' || targets.some((target) => isHeldBy(slot, target))
      ? slot
      : { kind: 'free', sinceChange: change },
  );
}

/** The longest free first: requests to the previous target may still be in progress. */
function vacancies(slots: Slots): readonly number[] {
  return slots
    .flatMap((slot, number) => (slot.kind === 'free' ? [{ number, since: slot.sinceChange }] : []))
    .sort((a, b) => a.since - b.since)
    .map(({ number }) => number);
}

/**
 * Keeps each target that stays where it is, frees the slots of those that go, and gives the others the slots that have
 * been free longest. Throws `TooManyTargetsError`.
 */
export function assignSlots(slots: Slots, targets: readonly Target[]): Slots {
  const released = release(slots, targets);
  const newcomers = targets.filter((target) => !released.some((slot) => isHeldBy(slot, target)));
  const free = vacancies(released);
  if (newcomers.length > free.length) throw new TooManyTargetsError(targets.length);
  return newcomers.reduce<Slots>(
    (filled, target, index) => filled.with(free[index] ?? 0, { kind: 'held', target }),
    released,
  );
}
