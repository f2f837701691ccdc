/** The kills as a chart marks them: a line and a label where the fault struck, a shade over its impact window. */
import type { Report } from '@garbageday/core/report/report.ts';
import { hitAtMs, impactOf, type KillVerdict, killRows, kills } from '../summary/kill-row.ts';

export type KillMark = {
  readonly number: number;
  readonly seconds: number;
  readonly target: string;
  readonly verdict: KillVerdict;
  /** Seconds since the start; `null` where nothing was injected. */
  readonly impact: { readonly from: number; readonly to: number } | null;
};

/** In the order of time. Dry runs and experiments that were aborted before the fault leave no mark. */
export function killMarks(report: Report): readonly KillMark[] {
  const rows = killRows(report);
  const since = (ms: number) => (ms - report.fromMs) / 1000;
  return kills(report)
    .flatMap((kill, index) => {
      const impact = impactOf(kill);
      const row = rows[index];
      if (impact === null || row === undefined) return [];
      const window = { from: since(impact.fromMs), to: since(impact.toMs) };
      return [{ ...row, seconds: since(hitAtMs(kill)), impact: window }];
    })
    .map(({ number, seconds, target, verdict, impact }) => ({ number, seconds, target, verdict, impact }))
    .toSorted((a, b) => a.seconds - b.seconds);
}

/** `align` keeps a label at the edge of the plot inside it. */
export type LabelledMark = KillMark & { readonly label: string; readonly align: 'left' | 'center' | 'right' };

export type LabelScale = {
  readonly plotWidth: number;
  readonly spanSeconds: number;
  readonly pixelsPerLetter: number;
};

const longestName = 14;

/** Names where all of them fit side by side, else numbers, each left out where it would cover the one before. */
export function labelled(marks: readonly KillMark[], scale: LabelScale): readonly LabelledMark[] {
  const names = placed(marks, scale, ({ number, target }) => `${number} ${shortened(target)}`);
  if (names.every(({ label }) => label !== '')) return names;
  return placed(marks, scale, ({ number }) => `${number}`);
}

function shortened(name: string): string {
  return name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
}

/** Labels from left to right; one that would cover its neighbour becomes empty. */
function placed(
  marks: readonly KillMark[],
  scale: LabelScale,
  labelOf: (mark: KillMark) => string,
): readonly LabelledMark[] {
  let freeFrom = Number.NEGATIVE_INFINITY;
  return marks.map((mark) => {
    const label = labelOf(mark);
    const { align, from, to } = place(mark.seconds, label.length, scale);
    if (from < freeFrom) return { ...mark, label: '', align };
    freeFrom = to;
    return { ...mark, label, align };
  });
}

function place(seconds: number, letters: number, { plotWidth, spanSeconds, pixelsPerLetter }: LabelScale) {
  const width = (letters + 1) * pixelsPerLetter;
  const at = (seconds / spanSeconds) * plotWidth;
  if (at + width / 2 > plotWidth + 2 * pixelsPerLetter)
    return { align: 'right', from: at - width, to: at } as const;
  if (at - width / 2 < -2 * pixelsPerLetter) return { align: 'left', from: at, to: at + width } as const;
  return { align: 'center', from: at - width / 2, to: at + width / 2 } as const;
}
