/** Blocks for content of any length, each within Slack's limits. */
import { formatCount, formatInstant, noData } from '../format.ts';
import { contextLength, headerLength, lineLength, sectionLength } from './limits.ts';
import type { Block, MarkupText } from './message.ts';
import { clipEscaped, clipPlain, escapeText } from './slack-text.ts';

/** A line in Slack's markup that is safe and short: made only by `line`. */
export type SlackLine = { readonly markup: string };

/**
 * A template whose literal text is markup and whose values are not: they are escaped, and the longest ones are clipped
 * so that the whole line stays near 500 characters. Lines among the values keep their markup.
 */
export function line(strings: TemplateStringsArray, ...values: readonly (string | SlackLine)[]): SlackLine {
  const literal = strings.reduce((sum, text) => sum + text.length, 0);
  const nested = values.reduce(
    (sum, value) => sum + (typeof value === 'string' ? 0 : value.markup.length),
    0,
  );
  const lengths = values.flatMap((value) => (typeof value === 'string' ? [escapeText(value).length] : []));
  const most = longestAllowed(lengths, lineLength - literal - nested);
  const written = values.map((value) =>
    typeof value === 'string' ? clipEscaped(value, most) : value.markup,
  );
  return { markup: strings.map((text, index) => `${text}${written[index] ?? ''}`).join('') };
}

/** The greatest length at which all fit into `room`: short ones leave more room for long ones. */
function longestAllowed(lengths: readonly number[], room: number): number {
  let left = room;
  const ascending = lengths.toSorted((a, b) => a - b);
  for (const [index, length] of ascending.entries()) {
    const share = Math.floor(left / (ascending.length - index));
    if (length > share) return Math.max(1, share);
    left -= length;
  }
  return Math.max(1, room);
}

/** In monospaced type: a bar, say. */
export function code(text: string): SlackLine {
  return { markup: `\`${escapeText(text)}\`` };
}

/** A moment in each reader's time zone, `today 9:14 AM`; the fallback is for clients that do not support it. */
export function when(atMs: number): SlackLine {
  const fallback = formatInstant(atMs);
  if (fallback === noData || atMs < 0) return { markup: escapeText(fallback) };
  return { markup: `<!date^${Math.floor(atMs / 1_000)}^{date_short_pretty} {time}|${fallback}>` };
}

/** Characters that would end a link, or its address, too early. */
const unsafeInUrl = /[<>|\s"\p{Cc}]/gu;

export function link(url: string, label: string): SlackLine {
  const safe = url.replace(unsafeInUrl, encodeURIComponent).replaceAll('&', '&amp;');
  return { markup: `<${safe}|${escapeText(label)}>` };
}

export function joined(lines: readonly SlackLine[], separator: string): SlackLine {
  return { markup: lines.map(({ markup: text }) => text).join(separator) };
}

export function header(text: string): Block {
  return { type: 'header', text: { type: 'plain_text', text: clipPlain(text, headerLength), emoji: false } };
}

/** Small and grey; of more than `most` lines, the first ones and how many more there are. */
export function context(lines: readonly SlackLine[], most: number): readonly Block[] {
  return packed(shortened(lines, most), contextLength).map((text) => ({
    type: 'context',
    elements: [markup(text)],
  }));
}

/**
 * A title and its lines, in as many blocks as they need; none without lines. Of more than `most` lines, the first ones
 * and how many more there are.
 */
export function list(title: string, lines: readonly SlackLine[], most: number): readonly Block[] {
  if (lines.length === 0) return [];
  const shown = shortened(lines, most);
  const titled = title === '' ? shown : [line`*${title}*`, ...shown];
  return packed(titled, sectionLength).map((text) => ({ type: 'section', text: markup(text) }));
}

function shortened(lines: readonly SlackLine[], most: number): readonly SlackLine[] {
  const rest = lines.length - most;
  return rest > 0 ? [...lines.slice(0, most), line`_and ${formatCount(rest)} more_`] : lines;
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
