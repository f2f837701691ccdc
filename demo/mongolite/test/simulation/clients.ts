/** Clients that write unique values through whoever is primary, and reads that must see what was acknowledged. */
import { confirmLeadership } from '@garbageday/mongolite/raft/member.ts';
import { propose } from '@garbageday/mongolite/raft/propose.ts';
import type { Simulation } from './simulation.ts';

export type Clients = {
  readonly acknowledged: ReadonlySet<string>;
  /** Reads that a primary answered although it had not applied something acknowledged before the read began. */
  readonly staleReads: readonly string[];
  readonly stop: () => void;
  /** Writes refused or lost: a driver tries those again. */
  readonly retryable: () => number;
};

export function clients(simulation: Simulation, everyMs: number): Clients {
  const acknowledged = new Set<string>();
  const staleReads: string[] = [];
  const { time, random, members } = simulation;
  let isStopped = false;
  let count = 0;
  let retryable = 0;
  const encoder = new TextEncoder();
  const write = (): void => {
    const { raft, isPaused } = random.pick(members);
    if (raft?.role !== 'leader' || isPaused) return;
    count += 1;
    const value = `v${count}`;
    propose(raft, {
      payload: encoder.encode(value),
      settle: (outcome) => {
        if (outcome.kind === 'applied') acknowledged.add(value);
        else retryable += 1;
      },
    });
  };
  const read = (): void => {
    const member = random.pick(members);
    if (member.raft?.role !== 'leader' || member.isPaused) return;
    const before = [...acknowledged].slice(-20);
    confirmLeadership(member.raft, (isLeader) => {
      if (!isLeader) return;
      const missing = before.find((value) => !member.applied.includes(value));
      if (missing !== undefined) staleReads.push(`${member.host} at ${time.nowMs()} without ${missing}`);
    });
  };
  const step = (): void => {
    if (isStopped) return;
    write();
    if (random.chance(0.1)) read();
    time.at(everyMs, step);
  };
  time.at(everyMs, step);
  return {
    acknowledged,
    staleReads,
    stop: () => {
      isStopped = true;
    },
    retryable: () => retryable,
  };
}
