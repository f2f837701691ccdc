/** What a counter must be at least, from what we were told ourselves: `before + own acknowledged increases`. */

export type Counter = {
  /** When an increase is sent; call the returned function when it was acknowledged. */
  readonly startIncrease: () => () => void;
  /** When a read is sent; the returned function says whether the count that came back is recent enough. */
  readonly startRead: () => (count: number) => boolean;
};

/**
 * A sound lower bound under overlapping journeys, other writers and increases whose fate is unknown: `before` is a count
 * that was once read, and only increases that were sent after that reading and acknowledged before the next read was sent
 * are added. Until the first reading all that is known is that an own increase is there, if there was one: at least 1.
 *
 * After a stale read the bound starts anew from what was read: a single lost write is one bad journey and not all that
 * follow, while a replica that stays behind is bad each time.
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

/** The counters of one journey, by name: what is known of each lives as long as its prober. */
export function counters(): (name: string) => Counter {
  const known = new Map<string, Counter>();
  return (name) => {
    const found = known.get(name) ?? counter();
    known.set(name, found);
    return found;
  };
}
