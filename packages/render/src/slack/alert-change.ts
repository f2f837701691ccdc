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
} & AlertDetails;

export type AlertDetails = {
  /** 0–1; null when it is not known. */
  readonly objective: number | null;
  /** As it was configured, `30d`; null when it is not known. */
  readonly window: string | null;
  /** What of the alert's rules burns most; null when it is not known. */
  readonly rule: BurningRule | null;
  /** Every alert that was ringing at `atMs`; null when CloudWatch could not be asked. */
  readonly ringing: readonly AlertName[] | null;
};

export type AlertName = Pick<AlertChange, 'slo' | 'severity'>;

export type BurningRule = {
  readonly longSeconds: number;
  readonly shortSeconds: number;
  /** The burn rate above which it fires, in both windows. */
  readonly factor: number;
  /** Burn rates over the two windows; null: no data, or they could not be read. */
  readonly long: number | null;
  readonly short: number | null;
};

/** What the version before did not write down. */
export const unknownDetails: AlertDetails = { objective: null, window: null, rule: null, ringing: null };
