/** Makes untrusted text safe to draw: one line, nothing that controls a terminal or breaks XML. */

const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cn}]+/gu;

/** Control and format characters, line breaks and lone surrogates become one space or U+FFFD. */
export function plainText(text: string): string {
  return text.toWellFormed().replace(unprintable, ' ');
}
