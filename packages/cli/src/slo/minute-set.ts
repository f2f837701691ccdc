/** Which minutes have been seen: a bit for each, so that years of slices take kilobytes. */

const minuteMs = 60_000;
const dayMs = 86_400_000;

export type MinuteSet = {
  /** Whether it was new. `series` tells slices of one minute apart. */
  readonly add: (series: string, startMs: number) => boolean;
};

export function minuteSet(): MinuteSet {
  const days = new Map<string, Uint8Array>();
  return {
    add: (series, startMs) => {
      const day = Math.floor(startMs / dayMs);
      const key = `${day} ${series}`;
      const bits = days.get(key) ?? new Uint8Array(1_440 / 8);
      days.set(key, bits);
      const minute = Math.floor((startMs - day * dayMs) / minuteMs);
      const [index, mask] = [minute >> 3, 1 << (minute & 7)];
      const isNew = ((bits[index] ?? 0) & mask) === 0;
      bits[index] = (bits[index] ?? 0) | mask;
      return isNew;
    },
  };
}
