/** The faults: everything that can be done to a target. Choices, schemas, sentences and documents derive from this table. */
import type { Refusal } from './refusal.ts';

type Row = {
  /** In configurations, options, plans and documents. */
  readonly name: string;
  /** The target runs on, and is as before once the fault is undone. */
  readonly isReversible: boolean;
  /** In tables and headlines: `power cut`. */
  readonly label: string;
  /** `termination of one web instance`. */
  readonly noun: string;
  /** `would cut the power of web-a`. */
  readonly verb: string;
  /** `Cutting the power of one web instance`. */
  readonly gerund: string;
  /** What the target lives through, in one clause. */
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

/** @throws Error for a name that this version does not know, such as a newer version's. */
export function faultNamed(name: FaultName): (typeof faults)[number] {
  const found = faults.find((fault) => fault.name === name);
  if (found === undefined)
    throw new Error(`there is no fault "${name}"; this version has: ${faultNames.join(', ')}`);
  return found;
}

type PlannedFault = { readonly fault: FaultName; readonly faultDurationMs?: number };

/** What a plan says of a fault: one that cannot be undone has no duration. */
export function plannedFault(
  fault: FaultName,
  { faultDurationMs }: { readonly faultDurationMs: number },
): PlannedFault {
  return faultNamed(fault).isReversible ? { fault, faultDurationMs } : { fault };
}

/** Why a platform cannot do it, in the words of the gate. */
export function unsupportedFault(fault: FaultName, supported: ReadonlySet<FaultName>): Refusal {
  return {
    reason: 'unsupported-fault',
    detail: `The platform cannot inject the fault ${fault}; it supports: ${[...supported].join(', ')}.`,
    numbers: {},
  };
}
