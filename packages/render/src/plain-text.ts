/** Makes text from anywhere safe to draw: one line, nothing that steers a terminal or breaks XML. */

const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cn}]+/gu;

/** Control and format characters, line breaks and half surrogates become one space or U+FFFD. */
export function plainText(text: string): string {
  return text.toWellFormed().replace(unprintable, ' ');
}
