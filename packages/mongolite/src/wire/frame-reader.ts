/** Cuts a byte stream into messages by their length prefix. */
import { maxMessageBytes } from './message.ts';

const minMessageBytes = 16;

/**
 * Feed it chunks as they come; it hands on each message when it is whole. Throws a RangeError on an impossible length.
 * Chunks of an unfinished message are joined once, when the last one is here.
 */
export const frameReader = (onMessage: (message: Buffer) => void): ((chunk: Buffer) => void) => {
  let chunks: Buffer[] = [];
  let bytes = 0;
  let needed = 4;
  return (chunk) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes < needed) return;
    const buffer = chunks.length === 1 ? chunk : Buffer.concat(chunks);
    let at = 0;
    needed = 4;
    while (buffer.length - at >= 4) {
      const length = buffer.readInt32LE(at);
      if (length < minMessageBytes || length > maxMessageBytes) {
        throw new RangeError(`a message of ${length} bytes`);
      }
      needed = length;
      if (buffer.length - at < length) break;
      onMessage(buffer.subarray(at, at + length));
      at += length;
      needed = 4;
    }
    chunks = at < buffer.length ? [buffer.subarray(at)] : [];
    bytes = buffer.length - at;
  };
};
