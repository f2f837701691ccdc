/** Letters of any script with their marks, digits, hyphen, underscore. */
const wordPattern = /^[\p{L}\p{M}\p{N}_-]{1,64}$/u;

/** The message for anything else. */
export const wordRule = 'A word is 1 to 64 letters, digits, hyphens or underscores.';

/** The word in Unicode normal form C, so that one spelling has one counter; `null` when it is not a word. */
export function parseWord(text: string): string | null {
  const word = text.normalize('NFC');
  return wordPattern.test(word) ? word : null;
}
