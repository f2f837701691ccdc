/** The phases of an experiment, in order, as a person follows them. */

/** `strike` ends with the injection, `detect` when no one uses the target, `replace` when the group is whole. */
export const experimentPhases = [
  'gate',
  'baseline',
  'strike',
  'detect',
  'replace',
  'recover',
  'verdict',
] as const;

export type ExperimentPhase = (typeof experimentPhases)[number];
