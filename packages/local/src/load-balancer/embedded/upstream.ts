import type { IncomingMessage } from 'node:http';
import type { ReadyCheck, Target } from '../load-balancer.ts';
import { type CheckResult, checkHealth } from './health-check.ts';
import { type Forwarded, openLine } from './line.ts';

/** One target, its connections, and what is known of its health. */
export type Upstream = {
  readonly target: Target;
  readonly isUp: () => boolean;
  /** Whether it is there but silent: hung, or too busy. */
  readonly isGivenUp: () => boolean;
  /** Requests sent to it and not yet answered. */
  readonly active: () => number;
  /** Resolves with the reply when its headers have arrived; rejects if the target is lost or late before that. */
  readonly send: (forwarded: Forwarded) => Promise<IncomingMessage>;
  /** Counts a request as active until the returned function is called. */
  readonly enter: () => () => void;
  /** It answered a request, so it is alive whatever its checks say. */
  readonly showLife: () => void;
  /** A connection was refused or broke: out of service until its next good check, which is sent at once. */
  readonly suspect: () => void;
  /** Fails its requests in progress, so that they can be sent elsewhere. */
  readonly endRequests: () => void;
  /** Resolves after one more check. */
  readonly check: () => Promise<void>;
  /** No more checks; what is in flight may still finish. */
  readonly retire: () => void;
};

const checkEveryMs = 200;
const checkTimeoutMs = 1000;

/** Begins to check the target every 200 ms; `onChange` is called whenever it comes into service or leaves it. */
export function watchUpstream(target: Target, ready: ReadyCheck, onChange: () => void): Upstream {
  const line = openLine(target.port);
  let active = 0;
  let health: Health = unproven;
  let lastLifeMs = Number.NEGATIVE_INFINITY;
  let isRetired = false;
  const become = (next: Health): void => {
    const wasUp = health.isUp;
    health = next;
    if (next.isUp !== wasUp) onChange();
  };
  const check = async (): Promise<void> => {
    const sentMs = performance.now();
    const result = await checkHealth(target.port, ready, checkTimeoutMs);
    if (isRetired || (result === 'silent' && lastLifeMs > sentMs)) return;
    become(afterCheck(health, result));
  };
  // On time even while an earlier check is waiting: a hung process is detected after 1.2 s, not 2.2 s.
  const timer = setInterval(() => void check(), checkEveryMs);
  return {
    target,
    isUp: () => health.isUp,
    isGivenUp: () => isGivenUp(health),
    active: () => active,
    send: line.send,
    enter: () => {
      active += 1;
      return () => {
        active -= 1;
      };
    },
    endRequests: line.endRequests,
    check,
    showLife: () => {
      lastLifeMs = performance.now();
    },
    suspect: () => {
      become({ isUp: false, silentInRow: 0 });
      void check();
    },
    retire: () => {
      isRetired = true;
      clearInterval(timer);
      line.close();
    },
  };
}

/** What the load balancer believes about one target: in service or not, and the number of silent checks in a row. */
export type Health = { readonly isUp: boolean; readonly silentInRow: number };

/** A new target has yet to prove itself. */
export const unproven: Health = { isUp: false, silentInRow: 0 };

/** Silent checks in a row after which a target is given up as hung. */
const fall = 2;

/** One good check puts it in service; "not ready" and a refusal take it out at once, silence the second time. */
export function afterCheck(health: Health, result: CheckResult): Health {
  switch (result) {
    case 'ready':
      return { isUp: true, silentInRow: 0 };
    case 'not-ready':
    case 'refused':
      return { isUp: false, silentInRow: 0 };
    case 'silent':
      return { isUp: health.isUp && health.silentInRow + 1 < fall, silentInRow: health.silentInRow + 1 };
    case 'inconclusive':
      return health;
    default:
      return result satisfies never;
  }
}

/** It is there but silent: hung, or too busy. Its requests in progress may never be answered. */
export function isGivenUp(health: Health): boolean {
  return health.silentInRow >= fall;
}
