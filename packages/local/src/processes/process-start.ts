/** Distinguishes a process from a later one with the same pid. */
import { readFileSync } from 'node:fs';
import { systemCode } from '../file-error.ts';

const startTimeField = 22;
const stateField = 3;

/**
 * When a process began, as an opaque string that no other process shares (boot id and start tick, proc(5));
 * `null` where there is no /proc, or no such process, or only its zombie is left.
 */
export function processStart(pid: number): string | null {
  const fields = statFields(pid);
  const start = fields?.[startTimeField - stateField];
  if (fields === null || fields[0] === 'Z' || start === undefined) return null;
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${start}`;
}

/** Whether this very process is still alive; without a recorded start (no /proc), whether any process has its pid. */
export function isSameProcessAlive(pid: number, start: string | null): boolean {
  return start === null ? isAlive(pid) : processStart(pid) === start;
}

/** Whether a process with this pid is alive, our own or another user's; a zombie is not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
  return statFields(pid)?.[0] !== 'Z';
}

/** Whether it is stopped, as after SIGSTOP; false if there is no /proc. */
export function isStopped(pid: number): boolean {
  return statFields(pid)?.[0] === 'T';
}

/**
 * proc_pid_stat(5) from the third field on: the name in the second may hold spaces and brackets, so count from the last
 * bracket.
 */
export function statFields(pid: number | 'self'): readonly string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
