/** Cuts a byte stream into messages by their length prefix. */
import { maxMessageBytes } from './limits.ts';

const prefixBytes = 4;
const minMessageBytes = 16;

/** Returns the messages that a chunk completes. Throws a RangeError for an impossible length. */
export type FrameReader = (chunk: Buffer) => readonly Buffer[];

function lengthAt(buffer: Buffer, at: number, maxBytes: number): number {
  const length = buffer.readInt32LE(at);
  if (length >= minMessageBytes && length <= maxBytes) return length;
  throw new RangeError(`a message of ${length} bytes`);
}

/** Chunks of an unfinished message are joined once, when the last one has arrived. */
export function frameReader(maxBytes = maxMessageBytes): FrameReader {
  let chunks: Buffer[] = [];
  let bytes = 0;
  let needed = prefixBytes;
  return (chunk) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes < needed) return [];
    const buffer = chunks.length === 1 ? chunk : Buffer.concat(chunks);
    const messages: Buffer[] = [];
    let at = 0;
    needed = prefixBytes;
    while (buffer.length - at >= prefixBytes) {
      needed = lengthAt(buffer, at, maxBytes);
      if (buffer.length - at < needed) break;
      messages.push(buffer.subarray(at, at + needed));
      at += needed;
      needed = prefixBytes;
    }
    chunks = at < buffer.length ? [buffer.subarray(at)] : [];
    bytes = buffer.length - at;
    return messages;
  };
}
