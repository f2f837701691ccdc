/** What stops an experiment at any moment, in words. */
import type { FiringAlert, LeverPosition } from '../ports.ts';
import type { AbortReason } from './abort-reason.ts';

export function pulledReason(position: LeverPosition): AbortReason | null {
  if (position.kind === 'released') return null;
  return { kind: 'lever', text: `the safety lever was pulled: ${position.reason}` };
}

/** A ticket can wait; a page cannot. */
export function pageReason(firing: readonly FiringAlert[]): AbortReason | null {
  const page = firing.find(({ severity }) => severity === 'page');
  return page === undefined ? null : { kind: 'alert', text: `a page-level alert fired: ${page.slo}` };
}
