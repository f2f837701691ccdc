/** The newest events that fit, oldest first. */
import { formatOffset } from '../../format.ts';
import { eventMarks } from '../event-mark.ts';
import type { LiveEvent } from '../live-state.ts';
import { type Line, span } from '../span.ts';

/** At most `rows` lines. */
export function eventLines(events: readonly LiveEvent[], rows: number): readonly Line[] {
  if (rows <= 0) return [];
  return events.slice(-rows).map(({ atMs, tone, text }) => {
    const { glyph, style } = eventMarks[tone];
    return [span(`${formatOffset(atMs).padStart(4)}  `, 'dim'), span(`${glyph} `, style), span(text)];
  });
}
