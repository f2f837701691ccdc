/** How many members a replica set has: chosen once. Pure. */
import { UsageError } from '@garbageday/core/errors.ts';

/** MongoDB Limits and Thresholds: of up to 50 members, seven may vote. */
const mostVoting = 7;

/**
 * A member added here would not be in the set's configuration, and one removed would stay in it and be missing from
 * every majority: no one outside the VPC can reconfigure the set.
 *
 * @throws UsageError if the configured size differs from the deployed one.
 */
export function sameSize(deployed: number, asked: number): number {
  if (asked > mostVoting)
    throw new UsageError(
      `garbageday.config.ts: ${asked} data servers; MongoDB lets ${mostVoting} of a set vote`,
    );
  if (deployed === asked) return deployed;
  throw new UsageError(
    `garbageday.config.ts asks for ${asked} data servers, and the replica set of this stage has ${deployed}. A ` +
      `deployment does not add or remove members of a running set. Set desiredSize back to ${deployed}, or choose the ` +
      'size of a new stage (docs/deploy.md, "The replica set").',
  );
}
