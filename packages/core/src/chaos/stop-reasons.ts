/** What stops an experiment at any moment, in words. */
import type { FiringAlert, LeverPosition } from '../ports.ts';

export function pulledReason(position: LeverPosition): string | null {
  return position.kind === 'halted' ? `the safety lever was pulled: ${position.reason}` : null;
}

/** A ticket can wait; a page cannot. */
export function pageReason(firing: readonly FiringAlert[]): string | null {
  const page = firing.find(({ severity }) => severity === 'page');
  return page === undefined ? null : `a page-level alert fired: ${page.slo}`;
}
