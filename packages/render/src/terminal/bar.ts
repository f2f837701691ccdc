/** A horizontal bar: thick where filled, thin where not, so that it reads without colour. */
import { type Line, type Style, span } from './span.ts';

/** `share` is clamped to 0–1 for drawing; anything above 0 shows at least one column, anything below 1 leaves one. */
export function bar(share: number, width: number, style: Style = 'accent'): Line {
  if (width <= 0) return [];
  const filled = filledColumns(share, width);
  return [span('━'.repeat(filled), style), span('─'.repeat(width - filled), 'dim')];
}

function filledColumns(share: number, width: number): number {
  if (!(share > 0)) return 0;
  if (share >= 1) return width;
  return Math.min(Math.max(1, Math.round(share * width)), Math.max(1, width - 1));
}
