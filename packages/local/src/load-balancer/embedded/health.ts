import type { CheckResult } from './health-check.ts';

/** What the load balancer believes of one target: in service or not, and after how many silent checks in a row. */
export type Health = { readonly isUp: boolean; readonly silentInRow: number };

/** A new target has yet to prove itself. */
export const unproven: Health = { isUp: false, silentInRow: 0 };

/** Silent checks in a row after which a target is given up as hung. */
const fall = 2;

/** One good check puts it in service; "not ready" and a refusal take it out at once, silence the second time. */
export const afterCheck = (health: Health, result: CheckResult): Health => {
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
};

/** It is there and says nothing: hung, or too busy. What it holds may never be answered. */
export const isGivenUp = (health: Health): boolean => health.silentInRow >= fall;
