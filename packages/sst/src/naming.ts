/** The names of a stage's parts: in Pulumi, and on AWS as the contract says (packages/aws/src/contract/names.ts). */
import { parameterName, resourceName } from '@garbageday/aws/contract/names.ts';

export type Naming = {
  /** The value of `--stage` on the command line and of a tag on the servers. */
  readonly stage: string;
  /** Pulumi's name of a resource: unique in the whole app, so it begins with the component's own. */
  readonly logical: (part: string) => string;
  /** `garbageday-<stage>-<part>`, for resources that others find by name. */
  readonly resource: (part: string) => string;
  /** `/garbageday/<stage>/<part>`, for SSM parameters. */
  readonly parameter: (part: string) => string;
};

export function namingOf(component: string, stage: string): Naming {
  return {
    stage,
    logical: (part) => `${component}${part}`,
    resource: (part) => resourceName(stage, part),
    parameter: (part) => parameterName(stage, part),
  };
}

/** The rules on the default bus, which the dead-letter queue must know by name. */
export const lostServersRule = 'lost-servers';
export const movedLeverRule = 'moved-lever';

/** A letter per slot or zone: 0 → `a`. */
export function letter(index: number): string {
  return 'abcdefghijklmnopqrstuvwxyz'.charAt(index);
}

/** `burn-probe-availability` → `BurnProbeAvailability`. */
export function pascal(text: string): string {
  return text
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
