/** Names and tags that several stacks must agree on. */
import { createHash } from 'node:crypto';

/** `garbageday-<stage>-<part>`, for resources that others find by name. */
export function resourceName(part: string): string {
  return `${$app.name}-${$app.stage}-${part}`;
}

/** The rules on the default bus, which the dead-letter queue must know by name. */
export const lostServersRule = 'lost-servers';
export const movedLeverRule = 'moved-lever';

/** As `resourceName`, in the 32 characters that load balancers and target groups may have. */
export function balancerName(part: string): string {
  const name = resourceName(part);
  if (name.length <= 32) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${$app.name}-${hash}-${part}`;
}

/** `/garbageday/<stage>/<part>`, for SSM parameters. */
export function parameterName(part: string): string {
  return `/${$app.name}/${$app.stage}/${part}`;
}

/** Custom metrics of one stage: the namespace is what IAM can confine a writer to. */
export const metricNamespaces = {
  probe: () => `GarbageDay/Probe/${$app.stage}`,
  chaos: () => `GarbageDay/Chaos/${$app.stage}`,
} as const;

/** Chaos may hit only what carries both of these. */
export const groupTag = 'garbageday:group';
export const stageTag = 'garbageday:stage';

/** The stable name that a replacement takes over. */
export const slotTag = 'garbageday:slot';

/** Written by a member of the replica set about itself when it changes: `primary`, `secondary`, `syncing` or `none`. */
export const roleTag = 'garbageday:role';

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
