/** The three axes of the sweep. */

/** What happens at a call. A process that dies or is frozen does so with the call on its way. */
export const faults = [
  'fails before',
  'fails after',
  'throttled',
  'denied',
  'hangs',
  'dies before',
  'dies after',
  'frozen',
] as const;

export type SweptFault = (typeof faults)[number];

/**
 * What the world looks like when the experiment goes on. `lever`: it was pulled meanwhile. `70 s`: so much later.
 * `overtaken`: the lever was pulled and another process has ended the experiment before the frozen one is thawed.
 */
export const resumptions = ['at once', 'lever', '70 s', 'overtaken'] as const;

export type Resumption = (typeof resumptions)[number];

export type SweepCase = {
  /** A name of `nameOf`, and which of the calls of that name: `SSM GetParameter (2)`. */
  readonly call: string;
  readonly fault: SweptFault;
  readonly resumed: Resumption;
};

/** Only a frozen process can be overtaken and come back. */
export function resumptionsOf(fault: SweptFault): readonly Resumption[] {
  return resumptions.filter((resumed) => resumed !== 'overtaken' || fault === 'frozen');
}
