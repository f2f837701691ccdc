/** The kills so far with their verdicts, and what comes next. */
import { formatDuration } from '../../format.ts';
import type { LiveState } from '../../live/live-state.ts';
import { plainText } from '../../plain-text.ts';
import { widthOf } from '../fit.ts';
import { type Line, type Style, span } from '../span.ts';

type Kill = LiveState['kills'][number];

const marks: Readonly<Record<Kill['verdict'], { readonly glyph: string; readonly style: Style }>> = {
  pass: { glyph: '✔', style: 'good' },
  fail: { glyph: '✖', style: 'bad' },
  inconclusive: { glyph: '?', style: 'warn' },
  running: { glyph: '▶', style: 'accent' },
  refused: { glyph: '⊘', style: 'warn' },
  aborted: { glyph: '■', style: 'warn' },
};

/** One line per kill, newest last, then the countdown; the oldest are folded into `… 3 earlier`. */
export function killList(state: LiveState, mostLines: number): readonly Line[] {
  const room = Math.max(1, mostLines - 1);
  const isCut = state.kills.length > room;
  const shown = isCut ? state.kills.slice(-(room - 1 || 1)) : state.kills;
  const folded: Line[] = isCut ? [[span(`… ${state.kills.length - shown.length} earlier`, 'dim')]] : [];
  const lines = shown.map((kill) => [...mark(kill), span(`  ${kill.verdict}`, 'dim')]);
  return [...folded, ...lines, next(state)];
}

/** All kills on as few lines as they need, or the newest if not all fit, then the countdown. */
export function killLines(state: LiveState, columns: number, mostLines: number): readonly Line[] {
  const rows = flowing(state.kills, columns);
  const shown = rows.slice(-Math.max(1, mostLines - 1));
  const earlier = state.kills.length - shown.flat().length;
  const folded = earlier > 0 ? [span(`${gap}… ${earlier} earlier`, 'dim')] : [];
  return [
    ...shown.map((kills) => kills.flatMap((kill) => [...mark(kill), span(gap)])),
    [...next(state), ...folded],
  ];
}

const gap = '   ';

/** Kills side by side, as many in a row as fit. */
function flowing(kills: readonly Kill[], columns: number): readonly (readonly Kill[])[] {
  const rows: Kill[][] = [];
  let left = 0;
  for (const kill of kills) {
    const width = widthOf(plainText(kill.label)) + 2 + gap.length;
    if (width > left || rows.length === 0) {
      rows.push([kill]);
      left = columns - width;
    } else {
      rows.at(-1)?.push(kill);
      left -= width;
    }
  }
  return rows;
}

function mark({ verdict, label }: Kill): Line {
  const { glyph, style } = marks[verdict];
  return [span(`${glyph} `, style), span(label, style === 'bad' ? 'bad' : 'plain')];
}

/** The time comes first, because it is never cut. */
function next({ next: planned, lever, phase }: LiveState): Line {
  if (planned === null) return [span(phase === 'booting' ? '' : 'no further kill planned', 'dim')];
  const due = planned.inMs <= 0 ? 'now' : `in ${formatDuration(planned.inMs)}`;
  const [when, style] = lever.kind === 'halted' ? ['on resume', 'warn' as const] : [due, 'accent' as const];
  return [span('next ', 'dim'), span(when, style), span(`: ${planned.label}`)];
}
