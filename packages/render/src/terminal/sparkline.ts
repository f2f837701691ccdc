/** Block characters as a small chart: one column per value, one or more rows high. */
import type { Line, Span } from './span.ts';
import { span } from './span.ts';

const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

export type SparklineOptions = {
  readonly width: number;
  /** Rows; 1 for a sparkline. */
  readonly height: number;
  /** The value that fills a column. */
  readonly top: number;
  readonly style: 'accent' | 'bad';
};

/**
 * The last `width` values, left-aligned, as `height` lines of `width` columns; `null` is a gap, 0 a dot on the
 * baseline.
 */
export function sparkline(values: readonly (number | null)[], options: SparklineOptions): readonly Line[] {
  const shown = options.width > 0 ? values.slice(-options.width) : [];
  const rest = span(' '.repeat(Math.max(0, options.width - shown.length)));
  return Array.from({ length: options.height }, (_, index) => {
    const floor = options.height - 1 - index;
    return merged([...shown.map((value) => block(value, floor, options)), rest]);
  });
}

/** The block for a value in the row that is `floor` rows above the baseline. */
function block(value: number | null, floor: number, { top, height, style }: SparklineOptions): Span {
  if (value === null || !Number.isFinite(value)) return span(' ');
  if (value <= 0) return span(floor === 0 ? '·' : ' ', 'dim');
  const eighths = Math.max(1, Math.round((value / top) * height * blocks.length));
  const inThisRow = Math.min(blocks.length, eighths - floor * blocks.length);
  return inThisRow <= 0 ? span(' ') : span(blocks[inThisRow - 1] ?? '█', style);
}

/** Merges neighbours of the same style into one span: fewer escape codes per frame. */
function merged(spans: readonly Span[]): Line {
  const result: Span[] = [];
  for (const next of spans) {
    const last = result.at(-1);
    if (last?.style === next.style) result[result.length - 1] = { ...last, text: last.text + next.text };
    else result.push(next);
  }
  return result;
}
