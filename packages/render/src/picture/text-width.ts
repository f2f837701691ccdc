/** About how wide a text will be in Inter, without loading the font; generous, so that nothing overflows. */

const shares: readonly (readonly [letters: RegExp, share: number])[] = [
  [/[ijl.,:;'|!()[\]]/, 0.31],
  [/[ frt]/, 0.4],
  [/[mwMW@%]/, 0.95],
  [/[A-Z0-9&→]/, 0.7],
  [/[ -~]/, 0.62],
];

/** Pixels at `fontSize` pixels. */
export function textWidth(text: string, fontSize: number): number {
  const letters = [...text].map((letter) => shares.find(([pattern]) => pattern.test(letter))?.[1] ?? 1);
  return letters.reduce((sum, share) => sum + share, 0) * fontSize;
}

export type TextBox = { readonly width: number; readonly fontSize: number; readonly mostLines: number };

/**
 * Breaks a text between words into at most `mostLines` lines of `width` pixels, roughly equal in length; the rest
 * becomes `…`.
 */
export function balancedText(text: string, box: TextBox): readonly string[] {
  const lines = broken(text, box.width, box.fontSize);
  if (lines.length > box.mostLines) return cutLines(lines, box);
  const step = box.fontSize / 2;
  let width = box.width;
  while (width > step && broken(text, width - step, box.fontSize).length === lines.length) width -= step;
  return cutLines(broken(text, width, box.fontSize), box);
}

function broken(text: string, width: number, fontSize: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const joined = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && textWidth(joined, fontSize) <= width) lines[lines.length - 1] = joined;
    else lines.push(word);
  }
  return lines;
}

function cutLines(lines: readonly string[], { width, fontSize, mostLines }: TextBox): readonly string[] {
  const shown = lines.slice(0, mostLines).map((line) => cutText(line, width, fontSize));
  return lines.length <= mostLines ? shown : shown.with(-1, cutText(`${shown.at(-1)} …`, width, fontSize));
}

/** The text in at most `width` pixels, cut with `…`. */
export function cutText(text: string, width: number, fontSize: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  const letters = [...text.replace(/ ?…$/, '')];
  while (letters.length > 0 && textWidth(`${letters.join('')}…`, fontSize) > width) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}
