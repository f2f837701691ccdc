/** A burn alert that began, still burns, or ended, with what a message says about it. */
export type AlertChange = {
  readonly service: string;
  readonly slo: string;
  readonly severity: 'page' | 'ticket';
  readonly state: 'firing' | 'resolved';
  /** When it changed, or was checked again. */
  readonly atMs: number;
  /** Burn rate over the alert's long window; null if unknown. */
  readonly burn: number | null;
  /** Share of the window's error budget that is left, 0–1, negative when overspent; null if unknown. */
  readonly remaining: number | null;
  /** Seconds until nothing is left at this burn rate; null if never, or unknown. */
  readonly exhaustedInSeconds: number | null;
  /** What is or was running meanwhile, in a sentence: an experiment, say; null if nothing is known. */
  readonly note: string | null;
} & AlertDetails;

export type AlertDetails = {
  /** 0–1; null if unknown. */
  readonly objective: number | null;
  /** As configured, `30d`; null if unknown. */
  readonly window: string | null;
  /** The alert's rule that burns most; null if unknown. */
  readonly rule: BurningRule | null;
  /** Every alert that was ringing at `atMs`; null if CloudWatch could not be queried. */
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

/** What the previous version did not record. */
export const unknownDetails: AlertDetails = { objective: null, window: null, rule: null, ringing: null };
