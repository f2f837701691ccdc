/** A journey across several processes: one for each time that the clock jumped and was followed. */
import type { Slice } from '@garbageday/core/probe/slice.ts';
import type { ProberTotals } from '@garbageday/prober/messages.ts';
import type { ProberProcess } from './prober-process.ts';

/** Called with each slice once it is in the ledger. */
export type SliceListener = (slice: Slice, totals: ProberTotals) => void;

/** Its totals are those of all its processes. */
export type RestartableProber = ProberProcess & {
  /** Ends the process in an orderly way, and continues with another that uses the clock's current time. */
  readonly restart: () => Promise<void>;
};

/** `seq` distinguishes the slices of processes that measured the same second because the clock was set back. */
export type StartProber = (seq: number, onSlice: (slice: Slice) => void) => Promise<ProberProcess>;

export async function restartableProber(
  start: StartProber,
  onSlice: SliceListener,
): Promise<RestartableProber> {
  const processes: ProberProcess[] = [];
  const totals = () => processes.map((one) => one.totals()).reduce(addTotals);
  const begin = async () => {
    processes.push(await start(processes.length, (slice) => onSlice(slice, totals())));
  };
  await begin();
  const current = () => processes.at(-1);
  return {
    get pid() {
      return current()?.pid ?? -1;
    },
    totals,
    oldestWaitMs: () => Math.max(...processes.map((one) => one.oldestWaitMs())),
    stop: async () => {
      await Promise.all(processes.map((one) => one.stop()));
      return totals();
    },
    restart: async () => {
      const old = current();
      await Promise.all([old?.stop(), begin()]);
    },
  };
}

export function addTotals(a: ProberTotals, b: ProberTotals): ProberTotals {
  return {
    sent: a.sent + b.sent,
    failed: a.failed + b.failed,
    retried: a.retried + b.retried,
    acknowledged: a.acknowledged + b.acknowledged,
    longestWaitMs: Math.max(a.longestWaitMs, b.longestWaitMs),
  };
}
