/** The axes: time at the bottom; milliseconds (logarithmic), failures and budget on the left. */
import { formatCount, formatShare } from '../format.ts';
import { spanText } from '../summary/burn-sentences.ts';
import { badRange, budgetRange, latencyRange, tickMs } from './axes.ts';
import type { ChartContext } from './chart-context.ts';

/** One per panel; only the lowest (2) is labelled. */
export function timeAxis(gridIndex: number, { style, series, ticks }: ChartContext) {
  const labels = new Map(ticks.map(({ seconds, label }) => [seconds, label]));
  return {
    type: 'value' as const,
    gridIndex,
    min: 0,
    max: series.spanSeconds,
    containShape: false,
    axisLine: { show: true, onZero: false, lineStyle: { color: style.palette.line } },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: {
      show: gridIndex === 2,
      ...labelStyle(style),
      customValues: ticks.map(({ seconds }) => seconds),
      formatter: (seconds: number) => labels.get(seconds) ?? '',
    },
  };
}

export function latencyAxis({ style, series, thresholdMs }: ChartContext) {
  return {
    ...valueAxis(0, style),
    type: 'log' as const,
    ...latencyRange([...series.p50, ...series.p99], thresholdMs),
    axisLabel: { ...labelStyle(style), formatter: (ms: number) => tickMs(ms) },
  };
}

/** Labelled at the top only; not at all if nothing failed. */
export function badAxis({ style, series }: ChartContext) {
  const range = badRange(series.bad);
  const top = peakText(series);
  return {
    ...valueAxis(1, style),
    type: 'value' as const,
    ...range,
    interval: range.max,
    splitLine: { show: false },
    axisLabel: {
      ...labelStyle(style),
      // A label too long for the margin is in the heading instead.
      show: series.badTotal > 0 && top.length <= mostLabelLetters,
      formatter: (count: number) => (count === 0 ? '' : top),
    },
  };
}

const mostLabelLetters = 7;

/** The worst point: `90/s`, `1,200/5m`. */
export function peakText({ bad, widthSeconds }: ChartContext['series']): string {
  const unit = widthSeconds === 1 ? '/s' : `/${spanText(widthSeconds)}`;
  return `${formatCount(badRange(bad).max)}${unit}`;
}

export function budgetAxis({ style, series }: ChartContext) {
  const range = budgetRange(series.budget);
  return {
    ...valueAxis(2, style),
    type: 'value' as const,
    ...range,
    // If overspent, the lowest share, 0 and the whole budget are labelled.
    interval: range.min < 0 ? -range.min : 0.5,
    axisLabel: { ...labelStyle(style), formatter: (share: number) => formatShare(share) },
  };
}

function valueAxis(gridIndex: number, style: ChartContext['style']) {
  return {
    gridIndex,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: true, lineStyle: { color: style.palette.line } },
  };
}

function labelStyle({ palette, fontSize, fontFamily }: ChartContext['style']) {
  return { color: palette.muted, fontSize, fontFamily, margin: fontSize * 0.6 };
}
