/** The named reasons for which an experiment does not happen, in the order in which they are checked (domain.md §3). */

/** The ladder: the first that holds refuses. */
export const refusalReasons = [
  'disabled',
  'unsupported-fault',
  'safety-lever',
  'outside-window',
  'holiday',
  'cooldown',
  'daily-cap',
  'already-claimed',
  'overlapping-experiment',
  'rollout-in-progress',
  'no-redundancy',
  'probe-blind',
  'already-burning',
  'budget-short',
  'no-eligible-target',
  'check-failed',
] as const;

export type RefusalReason = (typeof refusalReasons)[number];

/** Why an experiment was refused, with the numbers that caused it, ready for a sentence and for a machine. */
export type Refusal = {
  readonly reason: RefusalReason;
  /** One sentence for a person: `2 of 3 are healthy; losing one would leave 1, and 2 are required.`. */
  readonly detail: string;
  readonly numbers: Readonly<Record<string, number>>;
};
