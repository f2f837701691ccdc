/** Makes untrusted text safe and short enough for Slack. */
import { plainText } from '../plain-text.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Characters that look like Slack's markup characters but are not; the originals cannot be escaped. */
const lookalikes: Readonly<Record<string, string>> = { '*': '∗', '~': '∼', '`': 'ˋ', _: 'ˍ' };

/** An underscore is markup only at the edge of a word: `my_slo` stays as it is. */
const marks = /[*~`]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}_])/gu;

/** `:fire:` becomes a picture; times such as 09:30:00 have no letter. */
const emoji = /:(?=[^\s:]*[a-z]|100:|1234:|[+-]1:)[a-z0-9_+'-]+:/gi;

/**
 * Escapes `&`, `<` and `>`, so that a server's name cannot mention anyone
 * (https://docs.slack.dev/messaging/formatting-message-text#escaping), and replaces markup and emoji, so that a name is
 * shown as it is. One line; control characters become spaces.
 */
export function escapeText(text: string): string {
  return escaped(neutral(text));
}

function neutral(text: string): string {
  return plainText(text)
    .replace(marks, (mark) => lookalikes[mark] ?? mark)
    .replace(emoji, (name) => `∶${name.slice(1)}`);
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (character) => entities[character] ?? character);
}

/** Unescaped, at most `most` UTF-16 units, cut between characters, with `…` if anything is missing. */
export function clipPlain(text: string, most: number): string {
  return clip(plainText(text), most, (character) => character);
}

/** Escaped, at most `most` UTF-16 units after that, never within an entity or a character. */
export function clipEscaped(text: string, most: number): string {
  return clip(neutral(text), most, escaped);
}

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

function clip(text: string, most: number, written: (character: string) => string): string {
  const whole = written(text);
  if (whole.length <= most) return whole;
  let kept = '';
  for (const { segment } of characters.segment(text)) {
    const next = written(segment);
    if (kept.length + next.length > most - 1) break;
    kept += next;
  }
  return `${kept}…`;
}
