/** Instances that were lost although no experiment hit them (domain.md §4: unplanned losses besides planned ones). */
import { dayMs } from '../time/durations.ts';

/** Half-open, in epoch milliseconds. */
export type LossWindow = { readonly fromMs: number; readonly toMs: number };

export type Loss = {
  readonly instanceId: string;
  readonly group: string;
  readonly slot: string;
  readonly zone: string;
  /** When it was lost, in epoch milliseconds, as far as the recorder can tell. */
  readonly atMs: number;
  /** When its loss may have been felt; used until the group has been seen whole again. */
  readonly window: LossWindow;
};

/** What identifies a loss. */
export type LossKey = Pick<Loss, 'instanceId' | 'atMs'>;

/** `wholeAtMs`: when the group was whole again; `null`: not observed. */
export type RecordedLoss = Loss & { readonly wholeAtMs: number | null };

/** The longest window of a loss, so that a report knows how far back to look for losses that reach into its period. */
export const longestLossMs = dayMs;

/** When the loss was felt: until the group was whole again, or else for the assumed window. Half-open. */
export function feltDuring({ window, wholeAtMs }: RecordedLoss): LossWindow {
  const { fromMs } = window;
  const latestMs = Math.min(wholeAtMs ?? window.toMs, fromMs + longestLossMs);
  return { fromMs, toMs: Math.max(fromMs, latestMs) };
}
