/** Announces which member is primary, and how long there was none. */
import type { DataIncident } from '@garbageday/local/service.ts';
import type { ReplicaSetPlace } from './replica-set.ts';

export type AnnouncerOptions = {
  readonly emit: (incident: DataIncident) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly places: readonly ReplicaSetPlace[];
};

/** Returns a function to call with the new primary's host, or with null when there is no longer a primary. */
export function primaryAnnouncer({ emit, now, places }: AnnouncerOptions): (host: string | null) => void {
  let last: { readonly slot: string; readonly lostAtMs: number | null } | null = null;
  return (host) => {
    const slot = places.find((place) => place.host === host)?.slot ?? null;
    const nowMs = now();
    if (slot !== null) {
      const afterMs = last === null ? null : nowMs - (last.lostAtMs ?? nowMs);
      last = { slot, lostAtMs: null };
      emit({ kind: 'primary-elected', slot, afterMs });
    } else if (last !== null) {
      last = { ...last, lostAtMs: nowMs };
      emit({ kind: 'primary-lost', slot: last.slot });
    }
  };
}
