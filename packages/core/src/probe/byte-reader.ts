/** Reads what `byteWriter` wrote, in the same order. */

export type ByteReader = {
  readonly count: () => number;
  readonly signed: () => number;
  readonly real: () => number;
  readonly text: () => string;
  readonly byte: () => number;
};

/** Reading past the end throws a RangeError: the bytes are cut short, or of something else. */
export function byteReader(bytes: Uint8Array): ByteReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const byte = () => {
    at += 1;
    return view.getUint8(at - 1);
  };
  const count = () => {
    let value = 0;
    for (let place = 1; ; place *= 128) {
      const next = byte();
      value += (next % 128) * place;
      if (next < 128) return value;
    }
  };
  return {
    count,
    signed: () => {
      const folded = count();
      return folded % 2 === 1 ? -(folded + 1) / 2 : folded / 2;
    },
    real: () => {
      at += 8;
      return view.getFloat64(at - 8);
    },
    text: () => {
      const length = count();
      let text = '';
      for (let index = 0; index < length; index += 1) text += String.fromCharCode(count());
      return text;
    },
    byte,
  };
}
