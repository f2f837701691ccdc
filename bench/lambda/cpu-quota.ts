/**
 * A share of one core, as Lambda grants it: a control group with a CFS quota. Needs Linux, and a user who may create
 * groups.
 *
 * Lambda gives a whole vCPU at 1,769 MB and less in proportion (Lambda Developer Guide, "Configure Lambda function
 * memory"). The length of the period is not documented; 20 ms is what people have measured inside Lambda.
 */
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const periodMicroseconds = 20_000;

export function coreShareOf(memoryMb: number): number {
  return memoryMb / 1_769;
}

export type Quota = {
  /** A process that writes its id there joins the group, and so do its children. */
  readonly processes: string;
  readonly throttled: () => string;
  /** Call it once every process has ended. */
  readonly remove: () => void;
};

/** @throws Error if this machine does not allow it. */
export function cpuQuota(name: string, share: number): Quota {
  const isFirstVersion = existsSync('/sys/fs/cgroup/cpu/cpu.cfs_quota_us');
  const group = join(isFirstVersion ? '/sys/fs/cgroup/cpu' : '/sys/fs/cgroup', name);
  mkdirSync(group);
  const write = (file: string, value: string) => writeFileSync(join(group, file), value);
  const quota = Math.round(periodMicroseconds * share);
  try {
    if (isFirstVersion) {
      write('cpu.cfs_period_us', `${periodMicroseconds}`);
      write('cpu.cfs_quota_us', `${quota}`);
      // Nothing else on this machine should take what the quota grants.
      write('cpu.shares', '100000');
    } else {
      write('cpu.max', `${quota} ${periodMicroseconds}`);
      write('cpu.weight', '10000');
    }
  } catch (error) {
    rmdirSync(group);
    throw error;
  }
  const throttled = () => {
    const stat = readFileSync(join(group, 'cpu.stat'), 'utf8');
    const count = (field: string) => Number(new RegExp(`^${field} (\\d+)`, 'm').exec(stat)?.[1]);
    return `${count('nr_throttled')} of ${count('nr_periods')} periods throttled`;
  };
  return { processes: join(group, 'cgroup.procs'), throttled, remove: () => rmdirSync(group) };
}
