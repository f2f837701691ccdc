/** What the evaluator says of one objective at one moment. */
import type { AlertState, ConfidenceInterval, SloVerdict } from '../report/report.ts';
import type { Coverage } from './minutes-seen.ts';

/** What an objective has come to. Counts are of events, or of time slices where they are budgeted. */
export type SloEvaluation = {
  readonly name: string;
  readonly objective: number;
  /** The end of a calendar window may lie in the future. */
  readonly window: { readonly text: string; readonly startMs: number; readonly endMs: number };
  readonly good: number;
  readonly total: number;
  /** good ÷ total; `null` without data. */
  readonly sli: number | null;
  /** Share of the budget of what was seen: bad ÷ (B · total), beyond 1 when overspent; 0 without data. */
  readonly consumed: number;
  readonly remaining: number;
  /** Every window of the alert rules, ascending; `null`: no data in it. */
  readonly burn: readonly { readonly seconds: number; readonly rate: number | null }[];
  readonly alerts: readonly AlertState[];
  /** At the current burn; `null`: never, 0: already. */
  readonly exhaustedInSeconds: number | null;
  readonly interval: ConfidenceInterval | null;
  readonly verdict: SloVerdict;
  /** Of the window so far. */
  readonly coverage: Coverage;
  /** The same as if nothing had been excluded; `null` when no slice of the window was. */
  readonly withoutExclusions: BudgetShares | null;
  /** One sentence each: what the numbers cannot say. */
  readonly warnings: readonly string[];
};

export type BudgetShares = Pick<SloEvaluation, 'good' | 'total' | 'sli' | 'consumed' | 'remaining'>;
