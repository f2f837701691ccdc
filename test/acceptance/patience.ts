/** How long to wait on a machine that others may keep busy. */
import { availableParallelism, loadavg } from 'node:os';

/** Runnable processes per processor over the last minute, at least 1; 1 where the system does not tell. */
export function crowding(): number {
  return Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
}

/** So many milliseconds on a quiet machine, and in proportion longer on a crowded one. */
export function patience(quietMs: number): number {
  return quietMs * crowding();
}

/** Above it, latencies tell more about the machine than about the service. */
const crowdedFrom = 1.5;

/** Ask before the run: its own load does not count. */
export function isCrowded(): boolean {
  return crowding() > crowdedFrom;
}
