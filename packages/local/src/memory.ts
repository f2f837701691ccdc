/** How much memory everything together takes. */
import { readFileSync } from 'node:fs';

/**
 * The sum of the resident set sizes of these processes in bytes, from proc(5); pages that they share (Node's own
 * program) count once per process. Processes that are gone count nothing; `null` where there is no /proc.
 */
export function residentBytes(pids: readonly number[]): number | null {
  if (residentBytesOf(process.pid) === null) return null;
  return pids.reduce((sum, pid) => sum + (residentBytesOf(pid) ?? 0), 0);
}

function residentBytesOf(pid: number): number | null {
  try {
    const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kibibytes ?? 0) * 1024;
  } catch {
    return null;
  }
}
