/** The headings of the panels; the first one is also the legend. */
import type { TitleComponentOption } from 'echarts/components';
import { formatCount } from '../format.ts';
import { plainText } from '../plain-text.ts';
import { peakText } from './axis-options.ts';
import { type ChartContext, type ChartStyle, isNarrow, letterWidth } from './chart-context.ts';

type Part = {
  readonly text: string;
  readonly style: 'name' | 'text' | 'p99' | 'p50' | 'shade';
};

/** One heading per panel, each part in a box as wide as its letters in Inter. */
export function titleOptions(context: ChartContext): TitleComponentOption[] {
  const { layout, failed, role } = context;
  const failures = failed === 0 ? 'none' : `${formatCount(failed)} in all${peak(context)}`;
  return [
    heading(latencyParts(context), layout.latency.title, context),
    heading(
      [name(role === 'load' ? 'Failed requests' : 'Failed probes'), text(failures)],
      layout.bad.title,
      context,
    ),
    heading(budgetParts(context), layout.budget.title, context),
  ];
}

/** Empty for a run, whose peak is on the axis. */
function peak({ kind, series, style }: ChartContext): string {
  return kind === 'gameday' || isNarrow(style) ? '' : `, at most ${peakText(series)}`;
}

function name(value: string): Part {
  return { text: value, style: 'name' };
}

function text(value: string): Part {
  return { text: value, style: 'text' };
}

/** Whose budget it is, if there is room to say so; a run says it elsewhere. */
function budgetParts({ kind, budgetOf, style }: ChartContext): readonly Part[] {
  const title = name('Error budget left');
  if (kind === 'gameday' || budgetOf === null || isNarrow(style)) return [title];
  return [title, text(cutName(budgetOf))];
}

function cutName(slo: string): string {
  const plain = plainText(slo);
  return plain.length > 28 ? `${plain.slice(0, 27)}…` : plain;
}

function latencyParts({ series, marks, style, role }: ChartContext): readonly Part[] {
  const title = name(role === 'load' ? 'User latency' : 'Probe latency');
  if (!series.hasTraffic) return [title, text('no requests were measured')];
  const lines: readonly Part[] = [
    { text: '●', style: 'p99' },
    text('p99'),
    { text: '●', style: 'p50' },
    text('p50'),
  ];
  const shade: readonly Part[] =
    marks.length === 0 || isNarrow(style) ? [] : [{ text: '■', style: 'shade' }, text('under a kill')];
  return [title, ...lines, ...shade];
}

function heading(parts: readonly Part[], top: number, { layout, style }: ChartContext): TitleComponentOption {
  return {
    text: parts.map((part, index) => `{part${index}|${part.text}}`).join(''),
    left: layout.left,
    top,
    padding: 0,
    textStyle: {
      rich: Object.fromEntries(parts.map((part, index) => [`part${index}`, partStyle(part, style)])),
    },
  };
}

function partStyle({ text: value, style: kind }: Part, { palette, fontSize, fontFamily }: ChartStyle) {
  const isKey = value.length === 1;
  const colours = {
    name: palette.ink,
    text: palette.muted,
    p99: palette.accent,
    p50: palette.soft,
    shade: shadeKey,
  };
  return {
    fontSize,
    fontFamily,
    lineHeight: fontSize * 1.3,
    align: 'left' as const,
    width: fontSize * (isKey ? 1.1 : value.length * letterWidth + 0.6),
    color: colours[kind],
    fontWeight: kind === 'name' ? (600 as const) : (400 as const),
  };
}

/** The impact shade at full strength: a tint would be invisible in so small a square. */
const shadeKey = '#e0a030';
