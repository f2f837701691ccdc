/** What the evaluator says about one SLO at one moment. */
import type { Coverage } from './minutes-seen.ts';
import type { SloStatus } from './slo-status.ts';

/** One rule of the multi-window, multi-burn-rate alerts at one moment. */
export type AlertState = {
  readonly severity: 'page' | 'ticket';
  readonly longSeconds: number;
  readonly shortSeconds: number;
  /** The burn rate above which it fires, in both windows. */
  readonly factor: number;
  readonly firing: boolean;
};

/** The SLO's status, how fast its budget burns, and what the numbers cannot show. */
export type SloEvaluation = SloStatus & {
  /** Every window of the alert rules, ascending; `null`: no data in it. */
  readonly burn: readonly { readonly seconds: number; readonly rate: number | null }[];
  readonly alerts: readonly AlertState[];
  /** At the current burn rate; `null`: never, or the window is over; 0: already. */
  readonly exhaustedInSeconds: number | null;
  /** The coverage of the window so far. */
  readonly coverage: Coverage;
  /** The shares as if nothing had been excluded; `null` if no slice of the window was. */
  readonly withoutExclusions: BudgetShares | null;
  /** What the numbers cannot show, one sentence each. */
  readonly warnings: readonly string[];
};

export type BudgetShares = Pick<SloEvaluation, 'good' | 'total' | 'sli' | 'consumed' | 'remaining'>;
