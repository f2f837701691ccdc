/** Instances that were lost though no experiment hit them (domain.md §4: unplanned losses beside planned ones). */

/** Half-open, in epoch milliseconds. */
export type LossWindow = { readonly fromMs: number; readonly toMs: number };

export type Loss = {
  readonly instanceId: string;
  readonly group: string;
  readonly slot: string;
  readonly zone: string;
  /** When it was lost, in epoch milliseconds, as far as whoever records it can tell. */
  readonly atMs: number;
  /** When its loss may have been felt, for as long as nobody has seen the group whole again. */
  readonly window: LossWindow;
};

/** What tells a loss from every other. */
export type LossKey = Pick<Loss, 'instanceId' | 'atMs'>;

/** `wholeAtMs`: when the group was whole again; `null`: nobody saw it. */
export type RecordedLoss = Loss & { readonly wholeAtMs: number | null };

/** No window is longer, so that a report knows how far back to look for those that reach into its period. */
export const longestLossMs = 86_400_000;

/** When the loss was felt: until the group was whole again, else as long as was assumed. Half-open. */
export function feltDuring({ window, wholeAtMs }: RecordedLoss): LossWindow {
  const { fromMs } = window;
  const latestMs = Math.min(wholeAtMs ?? window.toMs, fromMs + longestLossMs);
  return { fromMs, toMs: Math.max(fromMs, latestMs) };
}
