/** Names of this stage's parts that several stacks must agree on, by the contract's rules (packages/aws/src/contract/names.ts). */
import { createHash } from 'node:crypto';
import {
  appName,
  resourceName as nameOf,
  parameterName as parameterOf,
} from '@garbageday/aws/contract/names.ts';

/** `garbageday-<stage>-<part>`, for resources that others find by name. */
export function resourceName(part: string): string {
  return nameOf($app.stage, part);
}

/** The rules on the default bus, which the dead-letter queue must know by name. */
export const lostServersRule = 'lost-servers';
export const movedLeverRule = 'moved-lever';

/** As `resourceName`, in the 32 characters that load balancers and target groups may have. */
export function balancerName(part: string): string {
  const name = resourceName(part);
  if (name.length <= 32) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${appName}-${hash}-${part}`;
}

/** `/garbageday/<stage>/<part>`, for SSM parameters. */
export function parameterName(part: string): string {
  return parameterOf($app.stage, part);
}

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
