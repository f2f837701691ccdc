/** Text tables, with columns as wide as their widest cell. */
import { lineWidth, padLine } from './fit.ts';
import { blank, type Line, span } from './span.ts';

export type TextColumn = { readonly title: string; readonly align: 'left' | 'right' };

const gap = '  ';

/** A title line and one line per row; cells are padded, never cut. */
export function textTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly Line[])[],
): readonly Line[] {
  const titles = columns.map(({ title }): Line => [span(title, 'dim')]);
  const widths = columns.map((_, index) =>
    Math.max(...[titles, ...rows].map((row) => lineWidth(row[index] ?? blank))),
  );
  return [titles, ...rows].map((row) =>
    columns.flatMap(({ align }, index) => [
      ...(index === 0 ? [] : [span(gap)]),
      ...aligned(row[index] ?? blank, widths[index] ?? 0, align),
    ]),
  );
}

function aligned(cell: Line, width: number, align: TextColumn['align']): Line {
  if (align === 'left') return padLine(cell, width);
  return [span(' '.repeat(Math.max(0, width - lineWidth(cell)))), ...cell];
}
