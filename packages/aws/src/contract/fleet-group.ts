/** Where a group of the configuration is kept on AWS: what the environment variable `FLEET` holds. */
import * as z from 'zod/mini';

export type FleetGroup = {
  /** The group's name in the configuration. */
  readonly group: string;
  /** One for web and load balancer; one per slot, in order, for data. */
  readonly autoScalingGroups: readonly string[];
  /** Whose health says `isInService`; empty for data, and for web behind HAProxy. */
  readonly targetGroupArns: readonly string[];
};

const name = z.string().check(z.minLength(1));

/** For environment variables and other JSON that comes from outside. */
export const fleetGroupsSchema = z.array(
  z.strictObject({
    group: name,
    autoScalingGroups: z.array(name).check(z.minLength(1)),
    targetGroupArns: z.array(name),
  }),
) satisfies z.ZodMiniType<readonly FleetGroup[]>;
