/** Tells one process from another that got the same pid later. */
import { readFileSync } from 'node:fs';

const startTimeField = 22;
const stateField = 3;

/**
 * When a process began, as an opaque string that no other process shares (boot id and start tick, proc(5));
 * `null` where there is no /proc, or no such process, or only its zombie is left.
 */
export function processStart(pid: number): string | null {
  try {
    const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const fields = fieldsAfterName(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    const start = fields[startTimeField - stateField];
    return fields[0] === 'Z' || start === undefined ? null : `${bootId}:${start}`;
  } catch {
    return null;
  }
}

/** The name in the second field may itself hold spaces and brackets, so count from the last bracket. */
function fieldsAfterName(stat: string): readonly string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Whether this very process still lives; with no recorded start (no /proc) whether anyone has its pid. */
export function isSameProcessAlive(pid: number, start: string | null): boolean {
  if (start !== null) return processStart(pid) === start;
  return isAlive(pid);
}

/** Whether anyone has this pid, our own or another user's. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
