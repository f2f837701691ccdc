/** How the command ends, for scripts and CI. */

export const exitCodes = {
  /** It kept its promise. */
  kept: 0,
  /** An objective or a hypothesis failed. */
  broken: 1,
  /** Usage or configuration: nothing was started. */
  usage: 2,
  /** Nobody can tell: too little was measured, or garbageday itself failed. */
  inconclusive: 3,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
