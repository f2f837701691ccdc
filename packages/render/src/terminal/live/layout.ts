/** The grid that every panel of the live view follows: a gutter for names on the left, content beside it. */
import { lineWidth, pad } from '../fit.ts';
import { blank, type Line, type Style, span } from '../span.ts';

/** What a panel has to work with. `content`: columns right of the gutter. `rows`: of the whole frame. */
export type Layout = {
  readonly columns: number;
  readonly rows: number;
  readonly gutter: number;
  readonly content: number;
};

const narrowestGutter = 9;
const widestGutter = 20;

/** A gutter as wide as the longest name (within reason), and what is left beside it. */
export function layoutFor(size: { columns: number; rows: number }, names: readonly Line[]): Layout {
  const longest = Math.max(0, ...names.map(lineWidth));
  const wished = Math.min(Math.max(longest + 3, narrowestGutter), widestGutter);
  const gutter = size.columns < 50 ? Math.min(wished, Math.floor(size.columns / 4)) : wished;
  return { ...size, gutter, content: Math.max(0, size.columns - gutter - 1) };
}

/** Lines with the panel's name beside the first of them. */
export function panel(layout: Layout, name: string, lines: readonly Line[]): readonly Line[] {
  return lines.map((line, index) => row(layout, [{ name: index === 0 ? name : '', style: 'dim' }], line));
}

/** One line: names in the gutter, one margin column, content. */
export function row(
  layout: Layout,
  names: readonly { readonly name: string; readonly style: Style }[],
  content: Line,
): Line {
  const spans = names.map(({ name, style }) => span(name, style));
  const rest = Math.max(0, layout.gutter - lineWidth(spans));
  return [span(' '), ...spans, span(' '.repeat(rest)), ...content];
}

/** A part of the frame. If there are too few rows, the least important blocks are dropped first. */
export type Block = { readonly importance: number; readonly lines: readonly Line[] };

/** Drops blocks until the rest fits, then spends what is left on blank lines between them, from the top. */
export function stack(blocks: readonly Block[], rows: number): readonly Line[] {
  const kept = fitting(
    blocks.filter(({ lines }) => lines.length > 0),
    rows,
  );
  let spare = rows - height(kept);
  return kept.flatMap(({ lines }, index) => {
    if (index === 0 || spare <= 0) return lines;
    spare -= 1;
    return [blank, ...lines];
  });
}

/** Rows that `stack` would use with a blank line between all blocks. */
export function stackedHeight(blocks: readonly Block[]): number {
  const filled = blocks.filter(({ lines }) => lines.length > 0);
  return height(filled) + Math.max(0, filled.length - 1);
}

function height(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { lines }) => sum + lines.length, 0);
}

function fitting(blocks: readonly Block[], rows: number): readonly Block[] {
  if (height(blocks) <= rows || blocks.length <= 1) return blocks;
  const least = Math.min(...blocks.map(({ importance }) => importance));
  return fitting(
    blocks.filter(({ importance }) => importance !== least),
    rows,
  );
}

/** Two columns of lines side by side, the left one `leftWidth` wide. */
export function beside(
  left: readonly Line[],
  right: readonly Line[],
  padLeft: (line: Line) => Line,
): readonly Line[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => [
    ...padLeft(left[index] ?? blank),
    ...(right[index] ?? blank),
  ]);
}

/** A text in exactly `columns`, as a span. */
export function cell(text: string, columns: number, style: Style = 'plain'): Line {
  return [span(pad(span(text).text, columns), style)];
}
