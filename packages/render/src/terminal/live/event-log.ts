/** The newest events that fit, oldest first. */
import { formatOffset } from '../../format.ts';
import type { LiveEvent } from '../../live/live-state.ts';
import { eventMarks } from '../event-mark.ts';
import { wrapText } from '../fit.ts';
import { type Line, span } from '../span.ts';

/** At most `rows` lines of `columns`; failures are shown in full, on as many lines as they take. */
export function eventLines(events: readonly LiveEvent[], rows: number, columns: number): readonly Line[] {
  if (rows <= 0) return [];
  return events
    .slice(-rows)
    .flatMap((event) => linesOf(event, columns))
    .slice(-rows);
}

function linesOf({ atMs, tone, text }: LiveEvent, columns: number): readonly Line[] {
  const { glyph, style } = eventMarks[tone];
  const time = `${formatOffset(atMs).padStart(4)}  `;
  const room = columns - time.length - 2;
  const isLong = (tone === 'bad' || tone === 'refused') && room > 0;
  const [first = '', ...rest] = isLong ? wrapText(span(text).text, room) : [text];
  return [
    [span(time, 'dim'), span(`${glyph} `, style), span(first)],
    ...rest.map((line) => [span(' '.repeat(time.length + 2)), span(line)]),
  ];
}
