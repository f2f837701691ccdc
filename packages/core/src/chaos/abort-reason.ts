/** Why an experiment that had started ended without a verdict: a kind for machines, a sentence for people. */

/** Every way to end without a verdict. Renderers map kinds and never parse the sentence. */
export const abortKinds = [
  /** Someone pulled the safety lever. */
  'lever',
  /** An operator ended the run. */
  'operator',
  /** A page-level burn alert fired. */
  'alert',
  /** A stop condition could not be checked. */
  'check-failed',
  /** The injector failed. */
  'not-injected',
  /** The decision to go ahead was too old by the time of the fault. */
  'stale-decision',
  /** Something the gate had checked was different at the last look: the target, its group or the calendar. */
  'changed',
  /** Another experiment started at the same moment. */
  'overlap',
  /** The process that ran it ended first. */
  'abandoned',
  /** Recorded before reasons had kinds, in a sentence that matches none of the known openings. */
  'unspecified',
] as const;

export type AbortKind = (typeof abortKinds)[number];

export type AbortReason = { readonly kind: AbortKind; readonly text: string };

/** How sentences began in the version before reasons had kinds. */
const formerOpenings: readonly (readonly [opening: string, kind: AbortKind])[] = [
  ['the safety lever was pulled', 'lever'],
  ['stopped by ', 'operator'],
  ['a page-level alert fired', 'alert'],
  ['the stop conditions could not be checked', 'check-failed'],
  ['other experiments could not be looked up', 'check-failed'],
  ['the fault could not be injected', 'not-injected'],
  ['the decision to go ahead was', 'stale-decision'],
  ['the experiment ', 'overlap'],
  ['the garbageday that ran it ended', 'abandoned'],
];

/** A reason as recorded; the previous version recorded only the sentence. */
export function readAbortReason(recorded: AbortReason | string): AbortReason {
  if (typeof recorded !== 'string') return recorded;
  const [, kind = 'unspecified'] = formerOpenings.find(([opening]) => recorded.startsWith(opening)) ?? [];
  return { kind, text: recorded };
}
