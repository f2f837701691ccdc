/** Blocks of any length of content, each within Slack's limits. */
import { formatCount } from '../format.ts';
import { contextLength, headerLength, lineLength, sectionLength } from './limits.ts';
import type { Block, MarkupText } from './message.ts';
import { clipEscaped, clipPlain } from './slack-text.ts';

/** A line in Slack's markup that is safe and short: made by `line`, and by nothing else. */
export type SlackLine = { readonly markup: string };

/**
 * A template whose literal text is markup and whose values are not: they are escaped, and clipped so that the whole line
 * stays within 500 characters. Lines among the values keep their markup.
 */
export function line(strings: TemplateStringsArray, ...values: readonly (string | SlackLine)[]): SlackLine {
  const literal = strings.reduce((sum, text) => sum + text.length, 0);
  const nested = values.reduce(
    (sum, value) => sum + (typeof value === 'string' ? 0 : value.markup.length),
    0,
  );
  const texts = values.filter((value) => typeof value === 'string').length;
  const room = Math.floor((lineLength - literal - nested) / Math.max(1, texts));
  const written = values.map((value) =>
    typeof value === 'string' ? clipEscaped(value, Math.max(1, room)) : value.markup,
  );
  return { markup: strings.map((text, index) => `${text}${written[index] ?? ''}`).join('') };
}

export function header(text: string): Block {
  return { type: 'header', text: { type: 'plain_text', text: clipPlain(text, headerLength), emoji: false } };
}

/** Small and grey. */
export function context(...lines: readonly SlackLine[]): readonly Block[] {
  return packed(lines, contextLength).map((text) => ({ type: 'context', elements: [markup(text)] }));
}

/**
 * A title and its lines, in as many blocks as they need; none without lines. Of more than `most` lines the first ones,
 * and how many more there are.
 */
export function list(title: string, lines: readonly SlackLine[], most: number): readonly Block[] {
  if (lines.length === 0) return [];
  const rest = lines.length - most;
  const shown = rest > 0 ? [...lines.slice(0, most), line`_and ${formatCount(rest)} more_`] : lines;
  const titled = title === '' ? shown : [line`*${title}*`, ...shown];
  return packed(titled, sectionLength).map((text) => ({ type: 'section', text: markup(text) }));
}

function markup(text: string): MarkupText {
  return { type: 'mrkdwn', text, verbatim: true };
}

/** Whole lines only. */
function packed(lines: readonly SlackLine[], most: number): readonly string[] {
  const texts: string[] = [];
  for (const { markup: text } of lines) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + 1 + text.length <= most)
      texts[texts.length - 1] = `${last}\n${text}`;
    else texts.push(text);
  }
  return texts;
}
