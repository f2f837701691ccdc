/** The picture of the code says what it was made of: read by another library than the one that draws it. */
import { type QrPicture, qrPicture } from '@garbageday/page/audience/qr.ts';
import readQr from 'jsqr';
import { expect, it } from 'vitest';

const scale = 4;

/** Pixels of the path, black on white, as RGBA. */
function pixelsOf({ size, path }: QrPicture): Uint8ClampedArray {
  const side = size * scale;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row += 1) {
      const from = (row * side + Number(x) * scale) * 4;
      const to = from + Number(width) * scale * 4;
      for (let at = from; at < to; at += 4) pixels.fill(0, at, at + 3);
    }
  return pixels;
}

it.each(['http://192.168.1.7:43210/#h0-nc7sVTbQE7KQNDPr4tA', 'http://[fd00::7]:1/#_________________-----'])(
  'of %s',
  (text) => {
    const picture = qrPicture(text);
    const side = picture.size * scale;
    const read = typeof readQr === 'function' ? readQr : readQr.default;
    expect(read(pixelsOf(picture), side, side)?.data).toBe(text);
    // The quiet zone that a camera needs.
    expect(picture.path).not.toMatch(/M[0-3] |M\d+ [0-3]h/);
  },
);
