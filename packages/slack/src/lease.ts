/** The time in which only this process may post: until its deadline, while it holds the lease. */
import { randomUUID } from 'node:crypto';
import type { Clock, Outbox } from '@garbageday/core/ports.ts';

export type Lease = {
  /** Waits until no other process is posting; false if the deadline comes first. */
  readonly begin: () => Promise<boolean>;
  /** Makes sure that one more attempt fits into the lease; false if another process holds it by now. */
  readonly extend: () => Promise<boolean>;
  /** Milliseconds until the deadline, minus the time needed to record the outcome. */
  readonly leftMs: () => number;
  /** How long one request may take. */
  readonly requestMs: () => number;
  readonly end: () => Promise<void>;
};

export type LeaseOptions = {
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** Epoch milliseconds by which this process must have finished. */
  readonly deadlineMs: () => number;
};

const leaseMs = 30_000;
/** One attempt of up to three requests. */
const tryMs = 25_000;
const slowestRequestMs = 10_000;
const waitMs = 500;
/** To record what was posted and release the lease. */
const reserveMs = 1_000;

export function lease({ outbox, clock, deadlineMs }: LeaseOptions): Lease {
  const holder = randomUUID();
  let heldUntilMs = 0;
  const leftMs = () => deadlineMs() - reserveMs - clock.now();
  const take = async () => {
    const nowMs = clock.now();
    const untilMs = nowMs + leaseMs;
    const isTaken = await outbox.lease({ holder, nowMs, untilMs });
    if (isTaken) heldUntilMs = untilMs;
    return isTaken;
  };
  return {
    begin: async () => {
      while (leftMs() > 0) {
        if (await take()) return true;
        await clock.sleep(Math.min(waitMs, leftMs()));
      }
      return false;
    },
    extend: async () => heldUntilMs - clock.now() >= tryMs || take(),
    leftMs,
    requestMs: () => Math.min(slowestRequestMs, leftMs(), heldUntilMs - clock.now()),
    end: () => outbox.release(holder),
  };
}
