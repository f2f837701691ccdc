/** Where the time of an average request went, as one bar whose parts differ even without colour. */
import type { PhaseTallies } from '@garbageday/core/probe/phase-tally.ts';
import { type PhaseRow, phaseRows } from '../../summary/phase-rows.ts';
import { lineWidth } from '../fit.ts';
import { type Line, type Span, type Style, span } from '../span.ts';

const looks: Readonly<Record<PhaseRow['name'], { readonly block: string; readonly style: Style }>> = {
  dns: { block: '░', style: 'plain' },
  connect: { block: '▒', style: 'warn' },
  tls: { block: '▓', style: 'plain' },
  firstByte: { block: '█', style: 'accent' },
  transfer: { block: '▄', style: 'good' },
};

/** Means over the requests that had the phase; the bar is over all requests. Empty if nothing was measured. */
export function phaseLines(phases: PhaseTallies, columns: number): readonly Line[] {
  const rows = phaseRows(phases);
  if (rows.length === 0) return [];
  const width = Math.max(10, Math.min(columns, 60));
  const drawn = rows.map(({ name, share }) => {
    const { block, style } = looks[name];
    return span(block.repeat(columnsOf(share, width)), style);
  });
  return [drawn, ...legend(rows, columns)];
}

/** A phase that took any time at all gets at least one column. */
function columnsOf(share: number, width: number): number {
  return share <= 0 ? 0 : Math.max(1, Math.round(share * width));
}

function legend(rows: readonly PhaseRow[], columns: number): readonly Line[] {
  const entries = rows.map(({ name, label, mean }): readonly Span[] => {
    const { block, style } = looks[name];
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
