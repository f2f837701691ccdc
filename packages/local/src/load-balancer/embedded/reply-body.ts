import { Readable } from 'node:stream';

/** A reply's body: held whole, so that nothing was said to the client if it breaks, or too long or too slow for that. */
export type ReplyBody =
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  | { readonly kind: 'stream'; readonly stream: Readable };

const wholeUpTo = 65_536;

/** Nobody waits longer for the first byte of a reply whose headers are here. */
const holdMs = 300;

type Next = IteratorResult<Buffer, unknown>;

/**
 * Holds up to 64 KiB for up to 300 ms; a longer or slower one is what was read so far and then the rest. Rejects when it
 * breaks before.
 */
export const collectReplyBody = async (body: Readable): Promise<ReplyBody> => {
  const chunks: Buffer[] = [];
  const iterator: AsyncIterator<Buffer, unknown> = body[Symbol.asyncIterator]();
  const late = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => late.resolve('late'), holdMs);
  try {
    for (let length = 0; length <= wholeUpTo; ) {
      const coming = iterator.next();
      const next = await Promise.race([coming, late.promise]);
      if (next === 'late') return streamOf({ chunks, coming, iterator });
      if (next.done === true) return { kind: 'whole', bytes: Buffer.concat(chunks) };
      chunks.push(next.value);
      length += next.value.length;
    }
    return streamOf({ chunks, coming: iterator.next(), iterator });
  } finally {
    clearTimeout(timer);
  }
};

type Rest = {
  readonly chunks: readonly Buffer[];
  readonly coming: Promise<Next>;
  readonly iterator: AsyncIterator<Buffer, unknown>;
};

const streamOf = (rest: Rest): ReplyBody => {
  // Whoever reads the stream is told; nobody may, if this reply is not passed on.
  rest.coming.catch(() => {});
  return { kind: 'stream', stream: Readable.from(resumed(rest)) };
};

async function* resumed({ chunks, coming, iterator }: Rest): AsyncGenerator<Buffer> {
  try {
    yield* chunks;
    for (let next = await coming; next.done !== true; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}
