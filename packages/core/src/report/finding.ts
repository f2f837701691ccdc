/** What a run shows about the servers themselves: what their developer can fix, not whether the promise was kept. */

/** Each has a page with its name in docs/findings, and an entry in docs/findings.md. */
export const findingKinds = [
  'ends-at-once',
  'cuts-requests',
  'outlives-the-grace',
  'ready-while-leaving',
  'slow-start',
  'sticky-state',
  'memory-growth',
] as const;

export type FindingKind = (typeof findingKinds)[number];

/** Something that was seen to happen. */
export type ServerFinding = {
  readonly kind: FindingKind;
  /** The group whose servers do it. */
  readonly group: string;
  /** A sentence: what was seen, how often, and what to do. */
  readonly text: string;
  /** Where to read on: a page in this repository. */
  readonly see: string;
};
