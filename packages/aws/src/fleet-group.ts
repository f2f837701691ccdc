/** Where a group of the configuration is kept on AWS: what the environment variable `FLEET` holds. */
import { z } from 'zod';

/** As stacks/environment.ts writes it. */
export type FleetGroup = {
  /** The group's name in the configuration. */
  readonly group: string;
  /** One for web and load balancer; one per slot, in order, for data. */
  readonly autoScalingGroups: readonly string[];
  /** Whose health says `isInService`; empty for data, and for web behind HAProxy. */
  readonly targetGroupArns: readonly string[];
};

/** For environment variables and other JSON that comes from outside. */
export const fleetGroupsSchema = z.array(
  z.strictObject({
    group: z.string().min(1),
    autoScalingGroups: z.array(z.string().min(1)).min(1),
    targetGroupArns: z.array(z.string().min(1)),
  }),
) satisfies z.ZodType<readonly FleetGroup[]>;
