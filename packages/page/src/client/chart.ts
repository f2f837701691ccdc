/** The last two minutes: p50, p95 and p99, failures as bars, kills as lines with their impact shaded. */

import { formatMs } from '@garbageday/core/wording/words.ts';
import { formatOffset } from '@garbageday/render/format.ts';
import uPlot from 'uplot';
import type { PageKill, PageSecond } from '../patch.ts';
import { byId, cssColour, make, typeScale } from './dom.ts';
import { feltJourneys, feltSeconds, type Model } from './model.ts';

export type Chart = { readonly draw: (model: Model) => void };

const shownMs = 120_000;
/** In CSS pixels, unless the page is presented: then it has what is left of the screen. */
const usualHeight = 190;
/** Of seconds, p50, p95, p99 and failures. */
const nothing: uPlot.AlignedData = [[], [], [], [], []];

export function drawChart(): Chart {
  const root = byId('chart', HTMLDivElement);
  let model: Model | null = null;
  let scale = typeScale();
  const drawn = (): uPlot =>
    new uPlot(
      options(() => model, sizeOf(root, scale)),
      nothing,
      root,
    );
  let plot = drawn();
  const renew = (): void => {
    plot.destroy();
    scale = typeScale();
    plot = drawn();
    if (model !== null) show(plot, model);
  };
  new ResizeObserver(() => {
    const { width, height } = sizeOf(root, scale);
    if (typeScale() !== scale) renew();
    else if (Math.abs(plot.width - width) > 1 || Math.abs(plot.height - height) > 1)
      plot.setSize({ width, height });
  }).observe(root);
  // Its colours are of the theme that it was made in.
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', renew);
  return {
    draw: (next) => {
      model = next;
      show(plot, next);
      describe(root, next);
    },
  };
}

type Size = { readonly width: number; readonly height: number; readonly scale: number };

function sizeOf(root: Element, scale: number): Size {
  const isPresented = document.documentElement.classList.contains('presenting');
  const height = isPresented ? Math.max(120, root.clientHeight) : usualHeight * scale;
  return { width: Math.max(200, root.clientWidth), height, scale };
}

function show(plot: uPlot, model: Model): void {
  const seconds = shownSeconds(model);
  plot.batch(() => {
    plot.setData(
      [
        seconds.map(({ startMs }) => startMs / 1_000 + 0.5),
        seconds.map(({ p50Ms }) => p50Ms),
        seconds.map(({ p95Ms }) => p95Ms),
        seconds.map(({ p99Ms }) => p99Ms),
        seconds.map(({ bad }) => (bad > 0 ? bad : null)),
      ],
      false,
    );
    plot.setScale('x', windowOf(model));
    const highest = Math.max(20, ...seconds.map(({ p99Ms }) => p99Ms ?? 0));
    plot.setScale('ms', { min: 0, max: highest * 1.15 });
    // Their bars leave room for the lines.
    plot.setScale('failed', { min: 0, max: Math.max(5, ...seconds.map(({ bad }) => bad)) * 3 });
  });
}

/** Until there are two minutes, from the first request on, and half a minute at least. */
function windowOf({ nowMs, elapsedMs }: Model): { readonly min: number; readonly max: number } {
  const fromMs = nowMs - Math.min(elapsedMs, shownMs);
  return { min: fromMs / 1_000, max: Math.max(nowMs, fromMs + 30_000) / 1_000 };
}

/** In ascending order, as uPlot needs it: where the clock was set back, only what came after that. */
function shownSeconds(model: Model): readonly PageSecond[] {
  const all = feltSeconds(model);
  const setBack = all.findLastIndex(({ startMs }, index) => startMs < (all[index - 1]?.startMs ?? startMs));
  return all.slice(Math.max(0, setBack)).filter(({ startMs }) => startMs > model.nowMs - shownMs - 2_000);
}

/** What the picture shows, for those who do not see it. */
function describe(root: Element, model: Model): void {
  const seconds = shownSeconds(model);
  const worst = Math.max(0, ...seconds.map(({ p99Ms }) => p99Ms ?? 0));
  const failed = seconds.reduce((sum, { bad }) => sum + bad, 0);
  const text = `Latency and failures of the last two minutes: the p99 was at most ${formatMs(worst)}, ${failed} requests failed`;
  if (root.getAttribute('aria-label') !== text) root.setAttribute('aria-label', text);
}

function options(model: () => Model | null, { width, height, scale }: Size): uPlot.Options {
  const [ink, line] = [cssColour('--muted'), cssColour('--line')];
  const axis = {
    stroke: ink,
    grid: { stroke: line, width: 1 },
    ticks: { show: false },
    font: `${11 * scale}px system-ui`,
  };
  const bars = uPlot.paths.bars?.({ size: [0.7, 8 * scale] });
  return {
    ...{ width, height },
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 18 * scale, 0, 0],
    scales: { x: { time: false }, ms: { auto: false }, failed: { auto: false } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 24 * scale,
        space: 60 * scale,
        splits: (_, __, min, max, step) => wholeOffsets(model(), { min, max, step }),
        values: (_, splits) => splits.map((at) => offsetText(model(), at)),
      },
      {
        ...axis,
        scale: 'ms',
        size: 52 * scale,
        space: 36 * scale,
        values: (_, splits) => splits.map((ms) => `${ms} ms`),
      },
    ],
    series: [
      {},
      { scale: 'ms', stroke: cssColour('--soft'), width: 1.5 * scale, points: { show: false } },
      {
        scale: 'ms',
        stroke: cssColour('--accent'),
        width: scale,
        dash: [4 * scale, 3 * scale],
        points: { show: false },
      },
      {
        ...{ scale: 'ms', stroke: cssColour('--accent'), width: 2 * scale, points: { show: false } },
        fill: `color-mix(in srgb, ${cssColour('--accent')} 10%, transparent)`,
      },
      {
        ...{ scale: 'failed', stroke: cssColour('--bad'), fill: cssColour('--bad'), points: { show: false } },
        ...(bars === undefined ? {} : { paths: bars }),
      },
    ],
    hooks: { drawClear: [(plot) => shadeImpacts(plot, model())], draw: [(plot) => markKills(plot, model())] },
  };
}

type Axis = { readonly min: number; readonly max: number; readonly step: number };

/** Round numbers of seconds since the run began, as epoch seconds. */
function wholeOffsets(model: Model | null, { min, max, step }: Axis): number[] {
  const origin = model === null ? 0 : (model.nowMs - model.elapsedMs) / 1_000;
  const first = Math.ceil((min - origin) / step - 1e-6);
  const count = Math.floor((max - origin) / step + 1e-6) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => origin + (first + index) * step);
}

function offsetText(model: Model | null, seconds: number): string {
  if (model === null) return '';
  const sinceMs = seconds * 1_000 - (model.nowMs - model.elapsedMs);
  return sinceMs < 0 ? '' : formatOffset(sinceMs);
}

type Injected = PageKill & { readonly injectedAtMs: number };

function injectedOf(model: Model | null): readonly Injected[] {
  return (model?.parts.kills ?? []).flatMap((kill) =>
    kill.injectedAtMs === null ? [] : [{ ...kill, injectedAtMs: kill.injectedAtMs }],
  );
}

function shadeImpacts(plot: uPlot, model: Model | null): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.fillStyle = cssColour('--shade');
  for (const { injectedAtMs, endedAtMs } of injectedOf(model)) {
    const from = plot.valToPos(injectedAtMs / 1_000, 'x', true);
    const to = plot.valToPos((endedAtMs ?? model?.nowMs ?? injectedAtMs) / 1_000, 'x', true);
    ctx.fillRect(from, bbox.top, to - from, bbox.height);
  }
  ctx.restore();
}

function markKills(plot: uPlot, model: Model | null): void {
  const { ctx, bbox } = plot;
  const scale = (window.devicePixelRatio || 1) * typeScale();
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.strokeStyle = cssColour('--bad');
  ctx.fillStyle = cssColour('--bad');
  ctx.lineWidth = 1.5 * scale;
  ctx.textBaseline = 'alphabetic';
  ctx.font = `600 ${11 * scale}px system-ui`;
  for (const { injectedAtMs, target, group } of injectedOf(model)) {
    const x = plot.valToPos(injectedAtMs / 1_000, 'x', true);
    ctx.setLineDash([3 * scale, 3 * scale]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    const text = `✖ ${target?.slot ?? group}`;
    const hasRoom = x + 4 * scale + ctx.measureText(text).width <= bbox.left + bbox.width;
    ctx.textAlign = hasRoom ? 'left' : 'right';
    ctx.fillText(text, x + (hasRoom ? 4 : -4) * scale, bbox.top + 12 * scale);
  }
  ctx.restore();
}

export type JourneyChoice = { readonly draw: (model: Model) => void };

/** Where several journeys feel it, a person chooses whose latency is shown. */
export function chooseJourney(onChoice: (name: string) => void): JourneyChoice {
  const select = make('select');
  select.setAttribute('aria-label', 'Whose latency is shown');
  select.addEventListener('change', () => onChoice(select.value));
  let shown = '';
  return {
    draw: (model) => {
      const names = feltJourneys(model).map(({ name }) => name);
      if (names.join('\n') === shown) return;
      shown = names.join('\n');
      select.replaceChildren(...names.map((name) => make('option', '', name)));
      select.hidden = names.length < 2;
      select.value = model.chosen ?? names[0] ?? '';
      byId('felt-title', HTMLHeadingElement).append(select);
    },
  };
}
