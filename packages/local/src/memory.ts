/** How much memory everything together takes. */
import { readFileSync } from 'node:fs';

/**
 * The sum of the resident set sizes of these processes in bytes, from proc(5); pages that they share (Node's own
 * program) count once per process. Processes that are gone count as 0; `null` if there is no /proc.
 */
export function residentBytes(pids: readonly number[]): number | null {
  if (residentBytesOf(process.pid) === null) return null;
  return pids.reduce((sum, pid) => sum + (residentBytesOf(pid) ?? 0), 0);
}

/** The same of a process and of all that it has started and that is still its child; null where the system does not tell. */
export function residentBytesOfTree(pid: number): number | null {
  if (residentBytesOf(process.pid) === null) return null;
  return treeOf(pid).reduce((sum, each) => sum + (residentBytesOf(each) ?? 0), 0);
}

/** proc_pid_task(5): `children`, where the kernel has it. */
function treeOf(pid: number): readonly number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    return [pid, ...children.map(Number).flatMap(treeOf)];
  } catch {
    return [pid];
  }
}

function residentBytesOf(pid: number): number | null {
  try {
    const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kibibytes ?? 0) * 1024;
  } catch {
    return null;
  }
}
