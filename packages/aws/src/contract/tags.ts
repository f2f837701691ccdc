/** Tags by which Garbage Day knows its servers. */

/**
 * An instance opts in to chaos with this tag; the value is its group's name. Chaos may hit only instances that also
 * have the stage's tag.
 */
export const groupTag = 'garbageday:group';

export const stageTag = 'garbageday:stage';

/** The stable name that a replacement takes over. */
export const slotTag = 'garbageday:slot';

/**
 * Written by a member of the replica set about itself when it changes: `primary`, `secondary`, `syncing` or `none`. For
 * people to read: the ledger's table has how recent it is (member-roles.ts).
 */
export const roleTag = 'garbageday:role';

/** When the role was written, in epoch seconds. Members launched before 2026-11-26 have no other timestamp. */
export const roleAtTag = 'garbageday:role-at';

/** Set by Auto Scaling on everything that it launches. */
export const autoScalingGroupTag = 'aws:autoscaling:groupName';
