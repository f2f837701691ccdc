/** What one word's count must be at least, from what we were told ourselves: `before + own acknowledged inserts`. */

export type OwnCount = {
  /** When an insert is sent; call the returned function when it was acknowledged. */
  readonly startInsert: () => () => void;
  /** When a read is sent; the returned function says whether the count that came back is recent enough. */
  readonly startRead: () => (count: number) => boolean;
};

/**
 * A sound lower bound under overlapping journeys, other writers and inserts whose fate is unknown: `before` is a count
 * that was once read, and only inserts that were sent after that reading and acknowledged before the next read was sent
 * are added. Until the first reading all that is known is that the own insert is there: at least 1.
 *
 * After a stale read the bound starts anew from what was read: a single lost write is one bad journey and not all that
 * follow, while a replica that stays behind is bad each time.
 */
export function ownCount(): OwnCount {
  let reading = { before: 1, isRead: false };
  let acknowledged = 0;
  const readAnew = (count: number) => {
    reading = { before: count, isRead: true };
    acknowledged = 0;
  };
  return {
    startInsert: () => {
      const since = reading;
      return () => {
        if (since.isRead && since === reading) acknowledged += 1;
      };
    },
    startRead: () => {
      const least = reading.before + acknowledged;
      return (count) => {
        if (!reading.isRead || count < least) readAnew(count);
        return count >= least;
      };
    },
  };
}
