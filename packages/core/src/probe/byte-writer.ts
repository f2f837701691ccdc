/** Appends numbers and texts as bytes: small numbers take one byte. The counterpart of `byteReader`. */

export type ByteWriter = {
  /** A whole number from 0 to 2⁵³ − 1, seven bits a byte (LEB128). */
  readonly count: (value: number) => void;
  /** A whole number from −2⁵² to 2⁵² − 1. */
  readonly signed: (value: number) => void;
  /** Any number, exactly (IEEE 754, 8 bytes). */
  readonly real: (value: number) => void;
  readonly text: (value: string) => void;
  /** One byte, 0–255. */
  readonly byte: (value: number) => void;
  readonly build: () => Uint8Array;
};

export function byteWriter(): ByteWriter {
  const bytes: number[] = [];
  const count = (value: number) => {
    let rest = assertCount(value);
    // Not bit operations: those end at 2³¹.
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
    bytes.push(rest);
  };
  return {
    count,
    signed: (value) => count(value < 0 ? -2 * value - 1 : 2 * value),
    real: (value) => {
      const view = new DataView(new ArrayBuffer(8));
      view.setFloat64(0, value);
      for (let index = 0; index < 8; index += 1) bytes.push(view.getUint8(index));
    },
    text: (value) => {
      count(value.length);
      for (let index = 0; index < value.length; index += 1) count(value.charCodeAt(index));
    },
    byte: (value) => bytes.push(value),
    build: () => Uint8Array.from(bytes),
  };
}

function assertCount(value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new RangeError(`${value} is not a whole number from 0 to 2⁵³ − 1`);
}
