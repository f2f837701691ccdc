/** Where a group of the configuration is on AWS: the content of the environment variable `FLEET`. */
import * as z from 'zod/mini';

export type FleetGroup = {
  /** The group's name in the configuration. */
  readonly group: string;
  /** One for web and load balancer; one per slot, in order, for data. None where `members` says who they are. */
  readonly autoScalingGroups: readonly string[];
  /** Their target health determines `isInService`; empty for data, and for web behind HAProxy. */
  readonly targetGroupArns: readonly string[];
  /** Servers that no Auto Scaling group keeps. */
  readonly members?: Members | undefined;
  /** `none`: nothing launches another in place of one that is gone. */
  readonly replacement?: 'none' | undefined;
  /** Which of its tags says what a voter is, and in which words. Not written: it says so in the ledger's table. */
  readonly role?: RoleTag | undefined;
  /** Instead of a tag: what prints a voter's role when it is run there. */
  readonly command?: RoleCommand | undefined;
};

/** Any other value, and none, is a member that does not vote now. */
export type RoleTag = { readonly tag: string; readonly primary: string; readonly secondary: string };

/** Any other output is a member that does not vote now. */
export type RoleCommand = {
  /** The name of the SSM document that runs it (role-document.ts). */
  readonly document: string;
  readonly primary: string;
  readonly secondary: string;
};

export type Members = {
  /** All servers with all of these; none where they are listed one by one. */
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly ids: readonly string[];
  /** How many there should be: no one else says so. */
  readonly desiredSize: number;
};

const name = z.string().check(z.minLength(1));

// Plain shapes: a record or a union costs every function some kilobytes of zod.
const members = z
  .strictObject({
    tags: z.array(z.strictObject({ key: name, value: z.string() })),
    ids: z.array(name),
    desiredSize: z.int().check(z.minimum(2)),
  })
  .check(z.refine(({ tags, ids }) => (tags.length === 0) !== (ids.length === 0), { path: ['ids'] }));

/** For environment variables and other JSON that comes from outside. */
export const fleetGroupsSchema = z.array(
  z
    .strictObject({
      group: name,
      autoScalingGroups: z.array(name),
      targetGroupArns: z.array(name),
      members: z.optional(members),
      replacement: z.optional(z.enum(['none'])),
      role: z.optional(z.strictObject({ tag: name, primary: name, secondary: name })),
      command: z.optional(z.strictObject({ document: name, primary: name, secondary: name })),
    })
    .check(
      z.refine((group) => (group.autoScalingGroups.length === 0) !== (group.members === undefined), {
        path: ['autoScalingGroups'],
      }),
      z.refine(({ role, command }) => role === undefined || command === undefined, { path: ['command'] }),
    ),
) satisfies z.ZodMiniType<readonly FleetGroup[]>;
