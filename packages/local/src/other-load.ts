/** How much of this machine's processors other programs use during a run: that slows users down without any fault. */
import { cpus } from 'node:os';
import type { Interval } from '@garbageday/core/ports.ts';
import { statFields } from './processes/process-start.ts';

/** Processor time in milliseconds: of the whole machine, and of each of our live processes. */
export type ProcessorTimes = {
  readonly atMs: number;
  readonly busyMs: number;
  readonly ownMs: ReadonlyMap<number, number>;
};

/** In cores, on average: what others used, what all used together, and how many cores there are. */
export type Load = { readonly others: number; readonly busy: number; readonly cores: number };

export type OtherLoad = {
  /** `null`: it was not watched, or the system does not tell. */
  readonly over: (interval: Interval) => Load | null;
};

const everyMs = 1_000;

/** Longer than any experiment. */
const keptMs = 10 * 60_000;

/** Watches until the process ends, and does not keep it alive. `pids`: everything of ours that runs now. */
export function watchOtherLoad(pids: () => readonly number[], now: () => number): OtherLoad {
  const samples: ProcessorTimes[] = [];
  const look = (): void => {
    const sample = processorTimes(pids(), now());
    if (sample !== null) samples.push(sample);
    while ((samples[0]?.atMs ?? Number.POSITIVE_INFINITY) < now() - keptMs) samples.shift();
  };
  look();
  setInterval(look, everyMs).unref();
  return { over: (interval) => loadOver(samples, interval, cpus().length) };
}

/** From the samples around the interval. Exported for its test. */
export function loadOver(
  samples: readonly ProcessorTimes[],
  { fromMs, toMs }: Interval,
  cores: number,
): Load | null {
  const first = samples.findLast(({ atMs }) => atMs <= fromMs) ?? samples[0];
  const last = samples.find(({ atMs }) => atMs >= toMs) ?? samples.at(-1);
  if (first === undefined || last === undefined || last.atMs <= first.atMs) return null;
  let othersMs = 0;
  for (const [index, sample] of samples.entries()) {
    const before = samples[index - 1];
    if (before !== undefined && sample.atMs > first.atMs && sample.atMs <= last.atMs)
      othersMs += Math.max(0, sample.busyMs - before.busyMs - ownBetween(before, sample));
  }
  const spanMs = last.atMs - first.atMs;
  return { others: othersMs / spanMs, busy: (last.busyMs - first.busyMs) / spanMs, cores };
}

/** What a process used before it died is unknown and counts as others' use: less than a second. */
function ownBetween(before: ProcessorTimes, sample: ProcessorTimes): number {
  let own = 0;
  for (const [pid, ms] of sample.ownMs) own += ms - (before.ownMs.get(pid) ?? 0);
  return own;
}

/** `null` where there is no /proc. */
function processorTimes(pids: readonly number[], atMs: number): ProcessorTimes | null {
  const times = pids.flatMap((pid) => {
    const ms = processorMsOf(pid);
    return ms === null ? [] : [[pid, ms] as const];
  });
  if (times.length === 0) return null;
  const busyMs = cpus().reduce(
    (sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq,
    0,
  );
  return { atMs, busyMs, ownMs: new Map(times) };
}

/** proc_pid_stat(5): utime and stime, the 14th and 15th field, in hundredths of a second. */
function processorMsOf(pid: number): number | null {
  const fields = statFields(pid);
  return fields === null ? null : (Number(fields[11]) + Number(fields[12])) * 10;
}
