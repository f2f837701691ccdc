/**
 * The faults: everything that can be done to a target. Choices, schemas, sentences and documents derive from this
 * table.
 */
import type { Refusal } from './refusal.ts';

type Row = {
  /** Used in configurations, options, plans and documents. */
  readonly name: string;
  /** The target keeps running, and is as before once the fault is undone. */
  readonly isReversible: boolean;
  /** Used in tables and headlines: `power cut`. */
  readonly label: string;
  /** `termination of one web instance`. */
  readonly noun: string;
  /** `would cut the power of web-a`. */
  readonly verb: string;
  /** `Cutting the power of one web instance`. */
  readonly gerund: string;
  /** What happens to the target, in one clause. */
  readonly effect: string;
};

export const faults = [
  {
    name: 'terminate',
    isReversible: false,
    label: 'terminate',
    noun: 'termination',
    verb: 'terminate',
    gerund: 'Terminating',
    effect: 'It is told to shut down, and is killed if it takes too long.',
  },
  {
    name: 'power-cut',
    isReversible: false,
    label: 'power cut',
    noun: 'power cut',
    verb: 'cut the power of',
    gerund: 'Cutting the power of',
    effect: 'It is gone at once, without a warning.',
  },
  {
    name: 'hang',
    isReversible: true,
    label: 'hang',
    noun: 'hang',
    verb: 'hang',
    gerund: 'Hanging',
    effect: 'It keeps its connections and answers nothing; then it carries on where it was.',
  },
] as const satisfies readonly Row[];

export type FaultName = (typeof faults)[number]['name'];

/** In the order of the table. */
export const faultNames: readonly FaultName[] = faults.map(({ name }) => name);

/** @throws Error for a name that this version does not know, such as one added in a newer version. */
export function faultNamed(name: FaultName): (typeof faults)[number] {
  const found = faults.find((fault) => fault.name === name);
  if (found === undefined)
    throw new Error(`there is no fault "${name}"; this version has: ${faultNames.join(', ')}`);
  return found;
}

type PlannedFault = { readonly fault: FaultName; readonly faultDurationMs?: number };

/** The fault as a plan states it: one that cannot be undone has no duration. */
export function plannedFault(
  fault: FaultName,
  { faultDurationMs }: { readonly faultDurationMs: number },
): PlannedFault {
  return faultNamed(fault).isReversible ? { fault, faultDurationMs } : { fault };
}

/** The gate's refusal of a fault that the platform cannot inject. */
export function unsupportedFault(fault: FaultName, supported: ReadonlySet<FaultName>): Refusal {
  return {
    reason: 'unsupported-fault',
    detail: `The platform cannot inject the fault ${fault}; it supports: ${[...supported].join(', ')}.`,
    numbers: {},
  };
}
