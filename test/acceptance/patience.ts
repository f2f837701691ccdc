/** How long to wait on a machine that others may keep busy. */
import { readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';

/** Processes that want a processor per processor that there is, at least 1; 1 where the system does not tell. */
export function crowding(): number {
  return Math.max(1, Math.max(loadavg()[0] ?? 0, runnable()) / availableParallelism());
}

/** So many milliseconds on a quiet machine, and in proportion longer on a crowded one. */
export function patience(quietMs: number): number {
  return quietMs * crowding();
}

/** Above it, latencies tell more about the machine than about the service. */
const crowdedFrom = 1.5;

/** Ask before the run: its own load does not count. */
export function isCrowded(): boolean {
  return (loadavg()[0] ?? 0) / availableParallelism() > crowdedFrom;
}

/** So many processes want a processor as no run of ours makes by itself: others' requests may run out of time. */
export function isOverrun(): boolean {
  return crowding() > 3;
}

/** Right now, where the average of a minute has not heard of it yet: proc(5), /proc/loadavg, `runnable/all`. */
function runnable(): number {
  try {
    return Number(/ (\d+)\/\d+ /.exec(readFileSync('/proc/loadavg', 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
