/** Runs of bad journeys that join across slices. */

/** Bad journeys in a row at the start, at most, and at the end, of `total` journeys in a row. */
export type BadRuns = {
  readonly total: number;
  readonly leading: number;
  readonly longest: number;
  readonly trailing: number;
};

/** The runs of no journeys at all: the neutral element of `joinRuns`. */
export const noRuns: BadRuns = { total: 0, leading: 0, longest: 0, trailing: 0 };

/** One journey's runs. */
export function runOf(isBad: boolean): BadRuns {
  const length = isBad ? 1 : 0;
  return { total: 1, leading: length, longest: length, trailing: length };
}

/** The runs of `earlier` followed at once by `later`. Associative, not commutative: order is time. */
export function joinRuns(earlier: BadRuns, later: BadRuns): BadRuns {
  return {
    total: earlier.total + later.total,
    leading: earlier.leading === earlier.total ? earlier.total + later.leading : earlier.leading,
    longest: Math.max(earlier.longest, later.longest, earlier.trailing + later.leading),
    trailing: later.trailing === later.total ? earlier.trailing + later.total : later.trailing,
  };
}
