/** Where the time of an average request went, as one bar whose parts differ even without colour. */
import type { PhaseName, PhaseTallies } from '@garbageday/core/probe/phase-tally.ts';
import { formatMs } from '../../format.ts';
import { lineWidth } from '../fit.ts';
import { type Line, type Span, type Style, span } from '../span.ts';

/** The service's own phases; the prober's lateness is shown separately. */
const parts = [
  { name: 'dns', label: 'dns', block: '░', style: 'plain' },
  { name: 'connect', label: 'connect', block: '▒', style: 'warn' },
  { name: 'tls', label: 'tls', block: '▓', style: 'plain' },
  { name: 'firstByte', label: 'first byte', block: '█', style: 'accent' },
  { name: 'transfer', label: 'transfer', block: '▄', style: 'good' },
] as const satisfies readonly { name: PhaseName; label: string; block: string; style: Style }[];

/** Means over the requests that had the phase; the bar is over all requests. Empty if nothing was measured. */
export function phaseLines(phases: PhaseTallies, columns: number): readonly Line[] {
  const sum = parts.reduce((total, { name }) => total + phases[name].sumMs, 0);
  if (sum === 0) return [];
  const width = Math.max(10, Math.min(columns, 60));
  const drawn = parts.map(({ name, block, style }) =>
    span(block.repeat(columnsOf(phases[name].sumMs / sum, width)), style),
  );
  return [drawn, ...legend(phases, columns)];
}

/** A phase that took any time at all gets at least one column. */
function columnsOf(share: number, width: number): number {
  return share <= 0 ? 0 : Math.max(1, Math.round(share * width));
}

function legend(phases: PhaseTallies, columns: number): readonly Line[] {
  const entries = parts.map(({ name, label, block, style }): readonly Span[] => {
    const { requests, sumMs } = phases[name];
    const mean = formatMs(requests === 0 ? null : sumMs / requests);
    return [span(block, style), span(` ${label} `, 'dim'), span(mean)];
  });
  const lines: Line[] = [];
  for (const entry of entries) {
    const joined = [...(lines.at(-1) ?? []), span('   '), ...entry];
    if (lines.length > 0 && lineWidth(joined) <= columns) lines[lines.length - 1] = joined;
    else lines.push(entry);
  }
  return lines;
}
