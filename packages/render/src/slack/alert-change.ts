/** A burn alert that began, still burns, or ended: what there is to tell of it. */
export type AlertChange = {
  readonly service: string;
  readonly slo: string;
  readonly severity: 'page' | 'ticket';
  readonly state: 'firing' | 'resolved';
  /** When it changed, or was looked at again. */
  readonly atMs: number;
  /** Burn rate over the alert's long window; null when it is not known. */
  readonly burn: number | null;
  /** Share of the window's error budget that is left, 0–1, negative beyond; null when it is not known. */
  readonly remaining: number | null;
  /** Seconds until nothing is left at this burn; null when never, or not known. */
  readonly exhaustedInSeconds: number | null;
  /** What runs or ran meanwhile, in a sentence: an experiment, say; null for nothing known. */
  readonly note: string | null;
};
