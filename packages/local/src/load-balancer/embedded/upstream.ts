import { Pool } from 'undici';
import type { Target } from '../load-balancer.ts';
import { afterCheck, type Health, isGivenUp, unproven } from './health.ts';
import { checkHealth } from './health-check.ts';

/** One target, its connections, and what is known of its health. */
export type Upstream = {
  readonly target: Target;
  readonly isUp: () => boolean;
  /** Requests sent to it and not yet answered. */
  readonly active: () => number;
  readonly pool: () => Pool;
  /** Counts a request as active until the returned function is called. */
  readonly enter: () => () => void;
  /** A connection was refused or broke: out of service until its next good check, which is asked at once. */
  readonly suspect: () => void;
  /** Resolves after one more check. */
  readonly check: () => Promise<void>;
  /** No more checks; what is in flight may still finish. */
  readonly retire: () => void;
};

const checkEveryMs = 200;
const checkTimeoutMs = 500;

/** Longer than the web's own patience with its database: a failover is waited for, not repeated. */
const responseTimeoutMs = 12_000;

const openPool = (port: number): Pool =>
  new Pool(`http://127.0.0.1:${port}`, {
    connections: 128,
    pipelining: 1,
    connect: { timeout: 500 },
    headersTimeout: responseTimeoutMs,
    bodyTimeout: responseTimeoutMs,
    keepAliveTimeout: 4000,
  });

/** Begins to check the target every 200 ms; `onChange` is called whenever it comes into service or leaves it. */
export const watchUpstream = (target: Target, onChange: () => void): Upstream => {
  let health: Health = unproven;
  let pool = openPool(target.port);
  let active = 0;
  let isRetired = false;
  const become = (next: Health): void => {
    const before = health;
    health = next;
    // Requests that wait for a hung process fail now, and are sent elsewhere.
    if (isGivenUp(next) && !isGivenUp(before)) {
      const hung = pool;
      pool = openPool(target.port);
      void hung.destroy();
    }
    if (next.isUp !== before.isUp) onChange();
  };
  const check = async (): Promise<void> => {
    const result = await checkHealth(target.port, checkTimeoutMs);
    if (!isRetired) become(afterCheck(health, result));
  };
  // On time even while an earlier check waits: a hung process is known after two of them, 0.7 s, not 1.2 s.
  const timer = setInterval(() => void check(), checkEveryMs);
  return {
    target,
    isUp: () => health.isUp,
    active: () => active,
    pool: () => pool,
    enter: () => {
      active += 1;
      return () => {
        active -= 1;
      };
    },
    suspect: () => {
      become({ ...health, isUp: false });
      void check();
    },
    check,
    retire: () => {
      isRetired = true;
      clearInterval(timer);
      void pool.close();
    },
  };
};
