/** The first lines: which service, where, how far, and the banner while the safety lever is pulled. */
import { formatDuration, formatOffset } from '../../format.ts';
import type { LiveState } from '../../live/live-state.ts';
import { bar } from '../bar.ts';
import { justify, lineWidth, widthOf } from '../fit.ts';
import { typedAs } from '../invocation.ts';
import { type Line, span } from '../span.ts';

const phases: Readonly<Record<LiveState['phase'], string>> = {
  booting: 'starting up',
  baseline: 'taking the baseline',
  chaos: 'chaos',
  settling: 'settling',
  reporting: 'writing the report',
  stopping: 'stopping',
};

/** Service and progress, then phase, address and platform. */
export function header(state: LiveState, columns: number): readonly Line[] {
  const title = [span(' '), span('Garbage Day', 'accent'), span('  '), span(state.service, 'strong')];
  return [justify(title, progress(state, columns), columns), subtitle(state, columns)];
}

/** The address is never cut: what it runs on makes room for it, the stand-in's label last. */
function subtitle(state: LiveState, columns: number): Line {
  const { lb, data } = state.platform;
  const left = [span(` ${phaseText(state)}`, 'accent'), span(`  ${state.url ?? 'no address yet'}`)];
  const rights = [`${lb} · ${data} · seed ${state.seed}`, `${data} · seed ${state.seed}`, data];
  const room = columns - lineWidth(left) - 3;
  const right = rights.find((text) => widthOf(text) <= room);
  return justify(left, right === undefined ? [] : [span(`${right} `, 'dim')], columns);
}

/** While it starts no other clock runs. */
function phaseText({ phase, bootingMs }: LiveState): string {
  if (phase !== 'booting' || bootingMs === undefined) return phases[phase];
  return `${phases[phase]}, ${formatDuration(bootingMs)}`;
}

function progress({ elapsedMs, durationMs }: LiveState, columns: number): Line {
  if (durationMs === null) return [span(`${formatOffset(elapsedMs)} `)];
  const width = Math.min(60, Math.floor(columns / 4));
  const text = `  ${formatOffset(elapsedMs)} / ${formatOffset(durationMs)} `;
  return [...bar(durationMs > 0 ? elapsedMs / durationMs : 1, width), span(text)];
}

/** Loud while the lever is pulled, and nothing while it is not; the command that releases it is never cut. */
export function banner(state: LiveState, columns: number): readonly Line[] {
  if (state.lever.kind === 'released') return [];
  const since = state.nowMs === undefined ? '' : ` ${formatDuration(state.nowMs - state.lever.sinceMs)} ago`;
  const what = ` HALTED${since}: ${state.lever.reason}.`;
  const until = ` Nothing will be killed until: ${typedAs('resume', state.invocation)} `;
  const isOne = widthOf(span(what + until).text) <= columns;
  return (isOne ? [what + until] : [what, until]).map((text) => justify([span(text, 'alarm')], [], columns));
}
