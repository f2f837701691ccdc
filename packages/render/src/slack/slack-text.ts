/** Text from anywhere, made safe and short enough for Slack. */
import { plainText } from '../plain-text.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * Slack's three: `&`, `<` and `>`, so that nobody is mentioned by a server's name
 * (https://docs.slack.dev/messaging/formatting-message-text#escaping). One line; control characters become spaces.
 */
export function escapeText(text: string): string {
  return plainText(text).replace(/[&<>]/g, (character) => entities[character] ?? character);
}

/** As it is, at most `most` UTF-16 units, whole characters, and `…` where something is missing. */
export function clipPlain(text: string, most: number): string {
  return clip(plainText(text), most, (character) => character);
}

/** Escaped, at most `most` UTF-16 units after that, never within an entity or a character. */
export function clipEscaped(text: string, most: number): string {
  return clip(plainText(text), most, escapeText);
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
