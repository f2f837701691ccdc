import { spawnSync } from 'node:child_process';

/** Living direct children of a process, as `pid args`. */
export function childrenOf(pid: number): readonly string[] {
  return String(spawnSync('ps', ['-A', '-o', 'ppid=,pid=,stat=,args=']).stdout)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith(`${pid} `) && !/^\d+\s+\d+\s+(Z|.*\bps -A)/.test(line))
    .map((line) => line.replace(/^\d+\s+/, ''));
}
