/** Time that passes only as events happen: seconds of cluster life in milliseconds. */
export type VirtualTime = {
  readonly nowMs: () => number;
  readonly at: (delayMs: number, event: () => void) => void;
  /** Runs events in order until this moment. */
  readonly runUntil: (timeMs: number) => void;
};

type Scheduled = { readonly atMs: number; readonly order: number; readonly event: () => void };

function isBefore(a: Scheduled, b: Scheduled): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}

/** A binary heap of events, ties in the order in which they were scheduled. */
export function virtualTime(): VirtualTime {
  const heap: Scheduled[] = [];
  let now = 0;
  let count = 0;
  const swap = (a: number, b: number): void => {
    const held = heap[a] as Scheduled;
    heap[a] = heap[b] as Scheduled;
    heap[b] = held;
  };
  const push = (scheduled: Scheduled): void => {
    heap.push(scheduled);
    for (let at = heap.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!isBefore(heap[at] as Scheduled, heap[parent] as Scheduled)) break;
      swap(at, parent);
      at = parent;
    }
  };
  const pop = (): Scheduled | undefined => {
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined || first === last) return first;
    heap[0] = last;
    for (let at = 0; ; ) {
      const children = [2 * at + 1, 2 * at + 2].filter((child) => child < heap.length);
      const least = children.reduce(
        (best, child) => (isBefore(heap[child] as Scheduled, heap[best] as Scheduled) ? child : best),
        at,
      );
      if (least === at) break;
      swap(at, least);
      at = least;
    }
    return first;
  };
  return {
    nowMs: () => now,
    at: (delayMs, event) => {
      count += 1;
      push({ atMs: now + delayMs, order: count, event });
    },
    runUntil: (timeMs) => {
      while (heap[0] !== undefined && heap[0].atMs <= timeMs) {
        const next = pop() as Scheduled;
        now = next.atMs;
        next.event();
      }
      now = timeMs;
    },
  };
}
