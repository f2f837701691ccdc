/** Slack's published limits, https://docs.slack.dev/reference/block-kit/blocks, and our own where it states none. */

export const mostBlocks = 50;
export const headerLength = 150;
export const sectionLength = 3_000;
export const contextElements = 10;

/** For one text in a context block; Slack states no limit for it, so this is the one of a field. */
export const contextLength = 2_000;

/** Our own: a longer line is clipped, so that one absurdly long name cannot crowd out the others. */
export const lineLength = 500;

/** Our own: Slack refuses long messages (`msg_blocks_too_long`) without saying what is long, and no one reads more. */
export const messageLength = 10_000;

/** Our own: for notifications, and for when Slack refuses the blocks. Slack cuts at 4,000. */
export const fallbackLength = 1_000;

/** Whether Slack accepts this many blocks of this total length. */
export function isShort(blocks: readonly unknown[]): boolean {
  return blocks.length <= mostBlocks && JSON.stringify(blocks).length <= messageLength;
}
