/** Tags by which Garbage Day knows its servers. */

/** With it, an instance opted in to chaos; the value is its group's name. Chaos may hit only what carries the stage's tag too. */
export const groupTag = 'garbageday:group';

export const stageTag = 'garbageday:stage';

/** The stable name that a replacement takes over. */
export const slotTag = 'garbageday:slot';

/**
 * Written by a member of the replica set about itself when it changes: `primary`, `secondary`, `syncing` or `none`. For
 * people to read: how fresh it is stands in the ledger's table (member-roles.ts).
 */
export const roleTag = 'garbageday:role';

/** When the role was written, in epoch seconds. Members that were launched before 2026-11-26 have no other clock. */
export const roleAtTag = 'garbageday:role-at';

/** Set by Auto Scaling on everything that it launches. */
export const autoScalingGroupTag = 'aws:autoscaling:groupName';
