/** How the command ends, for scripts and CI. */

export const exitCodes = {
  /** The service kept its promise. */
  kept: 0,
  /** An objective or a hypothesis failed. */
  broken: 1,
  /** Usage or configuration: nothing was started. */
  usage: 2,
  /** No verdict: too little was measured, or garbageday itself failed. */
  inconclusive: 3,
  /** A game day whose terminal was closed before its end. Like the next two, 128 plus the number of the signal. */
  hungUp: 129,
  /** A game day that was stopped before its end: Ctrl-C, or `garbageday stop`. */
  interrupted: 130,
  /** A game day that was ended by SIGTERM. */
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
