import { Pool } from 'undici';
import type { Target } from '../load-balancer.ts';
import { afterCheck, type Health, isGivenUp, unproven } from './health.ts';
import { checkHealth } from './health-check.ts';

/** One target, its connections, and what is known of its health. */
export type Upstream = {
  readonly target: Target;
  readonly isUp: () => boolean;
  /** It is there and silent: hung, or too busy. */
  readonly isGivenUp: () => boolean;
  /** Requests sent to it and not yet answered. */
  readonly active: () => number;
  readonly pool: () => Pool;
  /** Counts a request as active until the returned function is called. */
  readonly enter: () => () => void;
  /** It answered a request: whatever its checks say, it lives. */
  readonly showLife: () => void;
  /** A connection was refused or broke: out of service until its next good check, which is asked at once. */
  readonly suspect: () => void;
  /** Fails what it holds, so that it can be sent elsewhere. */
  readonly endRequests: () => void;
  /** Resolves after one more check. */
  readonly check: () => Promise<void>;
  /** No more checks; what is in flight may still finish. */
  readonly retire: () => void;
};

const checkEveryMs = 200;
const checkTimeoutMs = 1000;

/** Longer than the web's own patience with its database: a failover is waited for, not repeated. */
const responseTimeoutMs = 12_000;

/** More at once than one web works on; what is above waits here, so that a slow web is not buried. */
const connections = 64;

const openPool = (port: number): Pool =>
  new Pool(`http://127.0.0.1:${port}`, {
    connections,
    pipelining: 1,
    connect: { timeout: checkTimeoutMs },
    headersTimeout: responseTimeoutMs,
    bodyTimeout: responseTimeoutMs,
    keepAliveTimeout: 4000,
  });

/** The connections to one target, and how many requests are on them. */
const openLine = (port: number) => {
  let pool = openPool(port);
  let active = 0;
  return {
    pool: () => pool,
    active: () => active,
    enter: () => {
      active += 1;
      return () => {
        active -= 1;
      };
    },
    endRequests: () => {
      const ended = pool;
      pool = openPool(port);
      void ended.destroy();
    },
    close: () => void pool.close(),
  };
};

/** Begins to check the target every 200 ms; `onChange` is called whenever it comes into service or leaves it. */
export const watchUpstream = (target: Target, onChange: () => void): Upstream => {
  const line = openLine(target.port);
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
    const result = await checkHealth(target.port, checkTimeoutMs);
    if (isRetired || (result === 'silent' && lastLifeMs > sentMs)) return;
    become(afterCheck(health, result));
  };
  // On time even while an earlier check waits: a hung process is known after 1.2 s, not 2.2 s.
  const timer = setInterval(() => void check(), checkEveryMs);
  return {
    target,
    isUp: () => health.isUp,
    isGivenUp: () => isGivenUp(health),
    active: line.active,
    pool: line.pool,
    enter: line.enter,
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
};
