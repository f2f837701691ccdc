/** Why an experiment that had begun ended without a verdict: a kind for machines, a sentence for people. */

/** Every way to end without a verdict; renderers map kinds, and never read the sentence. */
export const abortKinds = [
  /** Somebody pulled the safety lever. */
  'lever',
  /** Somebody ended the run. */
  'operator',
  /** A page-level burn alert fired. */
  'alert',
  /** A stop condition could not be checked. */
  'check-failed',
  /** The injector failed. */
  'not-injected',
  /** The decision to go ahead had grown old before the fault. */
  'stale-decision',
  /** What the gate had seen was otherwise at the last look: the target, its group, the calendar. */
  'changed',
  /** Another experiment began at the same moment. */
  'overlap',
  /** Whatever ran it ended before it did. */
  'abandoned',
  /** Recorded before reasons had kinds, in a sentence that nobody knows. */
  'unspecified',
] as const;

export type AbortKind = (typeof abortKinds)[number];

export type AbortReason = { readonly kind: AbortKind; readonly text: string };

/** How the version before reasons had kinds began its sentences. */
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

/** A reason as it was recorded: by the version before, only its sentence. */
export function readAbortReason(recorded: AbortReason | string): AbortReason {
  if (typeof recorded !== 'string') return recorded;
  const [, kind = 'unspecified'] = formerOpenings.find(([opening]) => recorded.startsWith(opening)) ?? [];
  return { kind, text: recorded };
}
