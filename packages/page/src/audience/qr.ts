/** A QR code as one path, which the page draws as SVG. */
import encodeQR from 'qr';

export type QrPicture = {
  /** Of one side, in modules, with the quiet zone of four that ISO/IEC 18004 asks for. */
  readonly size: number;
  /** Of the dark modules, one unit each. */
  readonly path: string;
};

export function qrPicture(text: string): QrPicture {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 4 });
  return { size: rows.length, path: rows.flatMap(runsOf).join('') };
}

/** Dark modules that touch are one rectangle, so that no renderer leaves a hairline between them. */
function runsOf(row: readonly boolean[], y: number): readonly string[] {
  return row.flatMap((isDark, x) => {
    if (!isDark || row[x - 1] === true) return [];
    const end = row.indexOf(false, x);
    const width = (end === -1 ? row.length : end) - x;
    return [`M${x} ${y}h${width}v1h-${width}z`];
  });
}
