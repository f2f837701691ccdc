/** Slack's published limits, https://docs.slack.dev/reference/block-kit/blocks, and our own where it names none. */

export const mostBlocks = 50;
export const headerLength = 150;
export const sectionLength = 3_000;
export const contextElements = 10;

/** Of one text in a context block; Slack names no limit for it, so the one of a field. */
export const contextLength = 2_000;

/** Our own: a line that is longer is clipped, so that one name from hell cannot push the others out. */
export const lineLength = 500;

/** Our own: Slack refuses long messages (`msg_blocks_too_long`) and does not say where long begins; nobody reads more. */
export const messageLength = 10_000;

/** Our own: a notification, and what is left when Slack refuses the blocks. Slack cuts at 4,000. */
export const fallbackLength = 1_000;

/** Whether Slack takes so many blocks of such a length. */
export function isShort(blocks: readonly unknown[]): boolean {
  return blocks.length <= mostBlocks && JSON.stringify(blocks).length <= messageLength;
}
