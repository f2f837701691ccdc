/** The look and the name of each event tone. */
import type { LiveEvent } from '../live/live-state.ts';
import type { Style } from './span.ts';

export type EventMark = { readonly glyph: string; readonly style: Style };

/** A glyph and a style, so that tones can be told apart even without colour. */
export const eventMarks: Readonly<Record<LiveEvent['tone'], EventMark>> = {
  info: { glyph: '·', style: 'dim' },
  kill: { glyph: '✖', style: 'bad' },
  good: { glyph: '✔', style: 'good' },
  bad: { glyph: '!', style: 'bad' },
  refused: { glyph: '⊘', style: 'warn' },
};
