/** The least that a counter must be, from what this prober itself knows: `before + own acknowledged increases`. */

export type Counter = {
  /** Call when an increase is sent; call the returned function when it is acknowledged. */
  readonly startIncrease: () => () => void;
  /** Call when a read is sent; the returned function says whether the returned count is recent enough. */
  readonly startRead: () => (count: number) => boolean;
};

/**
 * A sound lower bound despite overlapping journeys, other writers and increases whose fate is unknown: `before` is a
 * count that was once read, and only increases sent after that read and acknowledged before the next read was sent are
 * added. Until the first read, all that is known is that our own increase must be included, if there was one: at least
 * 1.
 *
 * After a stale read, the bound restarts from the value read: a single lost write makes one journey bad and not all
 * that follow, while a replica that stays behind is bad each time.
 */
export function counter(): Counter {
  let reading = { before: 0, isRead: false };
  let hasIncreased = false;
  let acknowledged = 0;
  const leastNow = () => {
    if (reading.isRead) return reading.before + acknowledged;
    return hasIncreased ? 1 : Number.NEGATIVE_INFINITY;
  };
  return {
    startIncrease: () => {
      const since = reading;
      return () => {
        hasIncreased = true;
        if (since.isRead && since === reading) acknowledged += 1;
      };
    },
    startRead: () => {
      const least = leastNow();
      return (count) => {
        if (Number.isNaN(count)) return false;
        if (!reading.isRead || count < least) {
          reading = { before: count, isRead: true };
          acknowledged = 0;
        }
        return count >= least;
      };
    },
  };
}

/** The counters of one journey, by name; they live as long as their prober. */
export function counters(): (name: string) => Counter {
  const known = new Map<string, Counter>();
  return (name) => {
    const found = known.get(name) ?? counter();
    known.set(name, found);
    return found;
  };
}
