/** How much the audience's listener takes on, so that a crowd, or someone who floods it, does not slow down what is measured. */

export type Pace = {
  /** False: more than its share of this second. */
  readonly takes: (address: string, nowMs: number) => boolean;
};

type Limits = { readonly perAddress: number; readonly together: number };

/** Counts by second, and forgets with it. */
export function paceOf({ perAddress, together }: Limits): Pace {
  let second = Number.NaN;
  let all = 0;
  const counts = new Map<string, number>();
  return {
    takes: (address, nowMs) => {
      const now = Math.floor(nowMs / 1_000);
      if (now !== second) {
        second = now;
        all = 0;
        counts.clear();
      }
      const own = (counts.get(address) ?? 0) + 1;
      counts.set(address, own);
      // What is refused takes no one else's share.
      if (own > perAddress) return false;
      all += 1;
      return all <= together;
    },
  };
}
