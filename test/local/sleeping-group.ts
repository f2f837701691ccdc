import { spawn } from 'node:child_process';
import type { Group } from '@garbageday/core/chaos/fleet.ts';
import { seededRandom } from '@garbageday/core/time/random.ts';
import { systemClock } from '@garbageday/local/clock.ts';
import { type AutoScalingGroup, autoScalingGroup } from '@garbageday/local/groups/auto-scaling-group.ts';
import type { Launcher } from '@garbageday/local/groups/machine.ts';
import { isAlive } from '@garbageday/local/processes/process-start.ts';
import type { StackIncident } from '@garbageday/local/stack-event.ts';
import { onTestFinished } from 'vitest';
import { eventually } from './eventually.ts';

export type SleepingGroup = {
  readonly group: AutoScalingGroup;
  readonly incidents: readonly StackIncident[];
  readonly pidOf: (instanceId: string) => number;
  /** The group at its desired size, all in service. */
  readonly whole: () => Promise<Group>;
  /** What the check says of every instance from now on. */
  readonly setIll: (isIll: boolean) => void;
  /** What the check says of this one from now on. */
  readonly fallIll: (instanceId: string) => void;
  /** From now on each instance runs this instead. */
  readonly setScript: (script: string) => void;
};

export type SleepingOptions = {
  readonly name?: string;
  readonly seed?: string;
  readonly desiredSize?: number;
  readonly launchDelayMs?: number;
  readonly graceMs?: number;
  readonly unhealthyMs?: number;
  readonly warmUpMs?: number;
  /** What each instance runs. */
  readonly script?: string;
};

/** A group whose instances are real processes that only sleep; they are in service while they are alive and not stopped. */
export function sleepingGroup(options: SleepingOptions = {}): SleepingGroup {
  const pids = new Map<string, number>();
  const hung = new Set<string>();
  const ill = new Set<string>();
  const incidents: StackIncident[] = [];
  let isIll = false;
  let script = options.script ?? 'sleep 1000';
  const launcher: Launcher = {
    launch: async ({ id }) => {
      const child = spawn('sh', ['-c', `exec ${script}`], { detached: true, stdio: 'ignore' });
      pids.set(id, child.pid ?? -1);
      return { child, serving: Promise.resolve() };
    },
    condition: ({ id, state }) => {
      const isUp =
        state === 'running' && isAlive(pids.get(id) ?? -1) && !hung.has(id) && !ill.has(id) && !isIll;
      return { isHealthy: isUp, isInService: isUp, role: 'none' };
    },
    joined: () => {},
    left: () => {},
  };
  const group = autoScalingGroup({
    name: options.name ?? 'web',
    kind: 'web',
    desiredSize: options.desiredSize ?? 3,
    requiredHealthy: 2,
    launchDelayMs: options.launchDelayMs ?? 20,
    graceMs: options.graceMs ?? 200,
    unhealthyMs: options.unhealthyMs ?? 60_000,
    warmUpMs: options.warmUpMs ?? 60_000,
    launcher,
    random: seededRandom(options.seed ?? 'seed'),
    clock: systemClock(),
    onIncident: (incident) => {
      incidents.push(incident);
      if (incident.kind === 'hung') hung.add(incident.instance.id);
      if (incident.kind === 'resumed') hung.delete(incident.instance.id);
    },
  });
  onTestFinished(() => {
    group.stop();
    for (const pid of pids.values()) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  });
  return {
    group,
    incidents,
    pidOf: (id) => pids.get(id) ?? -1,
    whole: () => eventually('the group whole', () => isWhole(group.describe()) && group.describe()),
    setIll: (next) => {
      isIll = next;
    },
    fallIll: (id) => ill.add(id),
    setScript: (next) => {
      script = next;
    },
  };
}

function isWhole({ isRollingOut, instances, desiredSize }: Group): boolean {
  return !isRollingOut && instances.filter(({ isInService }) => isInService).length === desiredSize;
}
