/** The screen of a terminal as rows of styled text, and as a page. */
import { escapeMarkup } from '@garbageday/render/html/escape-markup.ts';
import type { IBufferCell, Terminal } from '@xterm/headless';

type Piece = { readonly text: string; readonly style: string };

export type Row = readonly Piece[];

export function rowsOf({ buffer, rows }: Terminal): readonly Row[] {
  return Array.from({ length: rows }, (_, row) => piecesOf(buffer.active.getLine(row)));
}

type Line = { readonly length: number; readonly getCell: (column: number) => IBufferCell | undefined };

function piecesOf(line: Line | undefined): Row {
  const pieces: Piece[] = [];
  for (let column = 0; column < (line?.length ?? 0); column += 1) {
    const cell = line?.getCell(column);
    if (cell === undefined || cell.getWidth() === 0) continue;
    const next = { text: cell.getChars() || ' ', style: styleOf(cell) };
    const last = pieces.at(-1);
    if (last?.style === next.style) pieces[pieces.length - 1] = { ...last, text: last.text + next.text };
    else pieces.push(next);
  }
  return pieces;
}

function styleOf(cell: IBufferCell): string {
  const colour = cell.isFgPalette() ? `color:${colourOf(cell.getFgColor())};` : '';
  const behind = cell.isBgPalette() ? `background:${colourOf(cell.getBgColor())};` : '';
  return `${colour}${behind}${cell.isBold() ? 'font-weight:bold' : ''}`;
}

/** xterm's 256 colours: from 16 a cube of six steps, from 232 greys. */
function colourOf(index: number): string {
  if (index >= 232) return grey(8 + (index - 232) * 10);
  const steps = [0, 95, 135, 175, 215, 255];
  const cube = index - 16;
  const [red, green, blue] = [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map(
    (step) => steps[step],
  );
  return `rgb(${red},${green},${blue})`;
}

function grey(level: number): string {
  return `rgb(${level},${level},${level})`;
}

/** As a dark terminal shows it. */
export function terminalPage(rows: readonly Row[]): string {
  const lines = rows.map((row) =>
    row.map(({ text, style }) => `<span style="${style}">${escapeMarkup(text)}</span>`).join(''),
  );
  return `<!doctype html><meta charset="utf-8"><style>
body { margin: 0; background: #10131a; color: #dfe6ee }
pre { display: inline-block; margin: 0; padding: 24px 28px; font: 18px/1.32 'DejaVu Sans Mono', monospace }
</style><pre>${lines.join('\n').trimEnd()}</pre>`;
}
