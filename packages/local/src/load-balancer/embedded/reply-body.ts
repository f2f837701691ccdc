import { Readable } from 'node:stream';

/** A reply's body: held whole, so that nothing was said to the client if it breaks, or too long for that. */
export type ReplyBody =
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  | { readonly kind: 'stream'; readonly stream: Readable };

const wholeUpTo = 65_536;

/** Holds up to 64 KiB; a longer one is what was read so far and then the rest. Rejects when it breaks before. */
export const collectReplyBody = async (body: Readable): Promise<ReplyBody> => {
  const chunks: Buffer[] = [];
  let length = 0;
  const iterator: AsyncIterableIterator<Buffer> = body[Symbol.asyncIterator]();
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
    chunks.push(next.value);
    length += next.value.length;
    if (length > wholeUpTo) return { kind: 'stream', stream: Readable.from(resumed(chunks, iterator)) };
  }
  return { kind: 'whole', bytes: Buffer.concat(chunks) };
};

async function* resumed(
  chunks: readonly Buffer[],
  rest: AsyncIterableIterator<Buffer>,
): AsyncGenerator<Buffer> {
  yield* chunks;
  yield* rest;
}
