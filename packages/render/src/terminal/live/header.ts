/** The first lines: service, place, progress, and the banner while the safety lever is pulled. */
import { formatDuration, formatOffset } from '../../format.ts';
import type { LiveState } from '../../live/live-state.ts';
import { runPhaseText } from '../../live/run-phase-text.ts';
import { bar } from '../bar.ts';
import { justify, lineWidth, widthOf } from '../fit.ts';
import { typedAs } from '../invocation.ts';
import { type Line, span } from '../span.ts';

/** Service and progress, then phase, address and platform. */
export function header(state: LiveState, columns: number): readonly Line[] {
  const title = [span(' '), span('Garbage Day', 'accent'), span('  '), span(state.service, 'strong')];
  const lines = [justify(title, progress(state, columns), columns), subtitle(state, columns)];
  return state.page === undefined ? lines : [...lines, pageLine(state.page)];
}

/** For a mouse and a projector; the address stands in front, where nothing cuts it. */
function pageLine(page: string): Line {
  return [
    span(' live page', 'accent'),
    span(`  ${page}`, 'strong'),
    span('  watch, kill, halt, resume', 'dim'),
  ];
}

/** The address is never cut: the platform's parts make room for it, the stand-in's label last. */
function subtitle(state: LiveState, columns: number): Line {
  const { lb, data } = state.platform;
  const left = [span(` ${phaseText(state)}`, 'accent'), span(`  ${state.url ?? 'no address yet'}`)];
  const rights = [`${lb} · ${data} · seed ${state.seed}`, `${data} · seed ${state.seed}`, data];
  const room = columns - lineWidth(left) - 3;
  const right = rights.find((text) => widthOf(text) <= room);
  return justify(left, right === undefined ? [] : [span(`${right} `, 'dim')], columns);
}

/** During the start, no other clock is shown. */
function phaseText(state: LiveState): string {
  const { phase, bootingMs } = state;
  if (phase !== 'booting' || bootingMs === undefined) return runPhaseText(state);
  return `${runPhaseText(state)}, ${formatDuration(bootingMs)}`;
}

function progress({ elapsedMs, durationMs }: LiveState, columns: number): Line {
  if (durationMs === null) return [span(`${formatOffset(elapsedMs)} `)];
  const width = Math.min(60, Math.floor(columns / 4));
  const text = `  ${formatOffset(elapsedMs)} / ${formatOffset(durationMs)} `;
  return [...bar(durationMs > 0 ? elapsedMs / durationMs : 1, width), span(text)];
}

/** Conspicuous while the lever is pulled, and empty otherwise; the command that releases it is never cut. */
export function banner(state: LiveState, columns: number): readonly Line[] {
  if (state.lever.kind === 'released') return [];
  const since = state.nowMs === undefined ? '' : ` ${formatDuration(state.nowMs - state.lever.sinceMs)} ago`;
  const what = ` HALTED${since}: ${state.lever.reason}.`;
  const until = ` Nothing will be killed until: ${typedAs('resume', state.invocation)} `;
  const isOne = widthOf(span(what + until).text) <= columns;
  return (isOne ? [what + until] : [what, until]).map((text) => justify([span(text, 'alarm')], [], columns));
}
