/** What the views show of the servers: how they are, and once a run ends on purpose, how they were before that. */
import type { Group } from '@garbageday/core/chaos/fleet.ts';
import type { Fleet } from '@garbageday/core/ports.ts';

export type ShownGroups = {
  readonly attach: (fleet: Fleet) => void;
  /** From now on they are shown as they are now: a service that is over must not look like one that is down. */
  readonly hold: () => Promise<void>;
  /** None before there is a fleet. */
  readonly read: () => Promise<readonly Group[]>;
};

export function shownGroups(): ShownGroups {
  let fleet: Fleet | null = null;
  let held: readonly Group[] | null = null;
  const read = async (): Promise<readonly Group[]> => held ?? (fleet === null ? [] : await fleet.groups());
  return {
    attach: (started) => {
      fleet = started;
    },
    hold: async () => {
      held = await read();
    },
    read,
  };
}
