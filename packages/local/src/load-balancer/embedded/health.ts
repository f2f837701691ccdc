import type { CheckResult } from './health-check.ts';

/** What the load balancer believes of one target: in service, or not, after so many failed checks in a row. */
export type Health = { readonly isUp: boolean; readonly failedInRow: number };

/** A new target has yet to prove itself. */
export const unproven: Health = { isUp: false, failedInRow: 0 };

/** Checks that must fail in a row before a target that was up is given up as hung or dead. */
const fall = 2;

/** One good check puts it in service, one "not ready" takes it out, two failures in a row give it up. */
export const afterCheck = (health: Health, result: CheckResult): Health => {
  if (result === 'ready') return { isUp: true, failedInRow: 0 };
  if (result === 'not-ready') return { isUp: false, failedInRow: 0 };
  const failedInRow = health.failedInRow + 1;
  return { isUp: health.isUp && failedInRow < fall, failedInRow };
};

/** A target that gives no sign of life any more: what it still holds will not be answered. */
export const isGivenUp = (health: Health): boolean => health.failedInRow >= fall;
