/**
 * Names of this stage's servers and what is around them, by the contract's rules (packages/aws/src/contract/names.ts).
 */
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

/** Like `resourceName`, within the 32 characters allowed for load balancers and target groups. */
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
