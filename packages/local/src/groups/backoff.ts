/** How long to wait before the next launch into a slot whose instances keep crashing. */

export type Backoff = {
  /** Notes a death and returns how long to wait, in milliseconds. */
  readonly afterDeath: (
    slot: string,
    death: { readonly livedMs: number; readonly isCrash: boolean },
  ) => number;
};

const shortLifeMs = 2_000;
const longestMs = 10_000;

/**
 * The launch delay, doubled with each crash in a row after less than two seconds, up to ten seconds. Requested deaths
 * are not crashes.
 */
export function backoff(launchDelayMs: number): Backoff {
  const crashes = new Map<string, number>();
  return {
    afterDeath: (slot, { livedMs, isCrash }) => {
      const inARow = isCrash && livedMs < shortLifeMs ? (crashes.get(slot) ?? 0) + 1 : 0;
      crashes.set(slot, inARow);
      return Math.max(launchDelayMs, inARow === 0 ? 0 : Math.min(longestMs, 2 ** inARow * 250));
    },
  };
}
