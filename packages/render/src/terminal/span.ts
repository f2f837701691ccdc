/** Terminal output as data: styled spans on lines, measured and cut before any escape code exists. */
import { plainText } from '../plain-text.ts';

/** What a span means; `paint` decides how that looks. */
export type Style = 'plain' | 'dim' | 'strong' | 'accent' | 'good' | 'warn' | 'bad' | 'alarm';

export type Span = { readonly text: string; readonly style: Style };

export type Line = readonly Span[];

/** A span of one style; untrusted text is made printable here. */
export function span(text: string, style: Style = 'plain'): Span {
  return { text: plainText(text), style };
}

/** An empty line. */
export const blank: Line = [];
