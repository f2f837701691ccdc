/** Tags by which Garbage Day knows its servers, as stacks/naming.ts sets them. */

/** With it, an instance opted in to chaos; the value is its group's name. */
export const groupTag = 'garbageday:group';

export const stageTag = 'garbageday:stage';

/** The stable name that a replacement takes over. */
export const slotTag = 'garbageday:slot';

/** Written by a member of the replica set about itself: `primary`, `secondary`, `syncing` or `none`. */
export const roleTag = 'garbageday:role';

/** When the role was written, in epoch seconds. */
export const roleAtTag = 'garbageday:role-at';

/** Set by Auto Scaling on everything that it launches. */
export const autoScalingGroupTag = 'aws:autoscaling:groupName';
