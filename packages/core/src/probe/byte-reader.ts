/** Reads what `byteWriter` wrote, in the same order. Reading past the end throws a RangeError. */

/** Bytes, and the position of the next one. A month has millions of them, so a reader is nothing more than that. */
export type ByteReader = { readonly bytes: Uint8Array; at: number };

export function byteReader(bytes: Uint8Array): ByteReader {
  return { bytes, at: 0 };
}

export function readByte(from: ByteReader): number {
  const byte = from.bytes[from.at];
  if (byte === undefined) throw new RangeError(`cut short after ${from.bytes.length} bytes`);
  from.at += 1;
  return byte;
}

export function readCount(from: ByteReader): number {
  let value = 0;
  for (let place = 1; ; place *= 128) {
    const next = readByte(from);
    value += (next % 128) * place;
    if (next < 128) return value;
  }
}

export function readSigned(from: ByteReader): number {
  const folded = readCount(from);
  return folded % 2 === 1 ? -(folded + 1) / 2 : folded / 2;
}

export function readReal(from: ByteReader): number {
  const { buffer, byteOffset, byteLength } = from.bytes;
  const value = new DataView(buffer, byteOffset, byteLength).getFloat64(from.at);
  from.at += 8;
  return value;
}

export function readText(from: ByteReader): string {
  const length = readCount(from);
  let text = '';
  for (let index = 0; index < length; index += 1) text += String.fromCharCode(readCount(from));
  return text;
}
