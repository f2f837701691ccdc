/** The kills as a chart marks them: a line and a label at the injection, a shade over the impact window. */
import { happenedAtMs } from '@garbageday/core/report/happened-at.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import type { KillVerdict } from '../narrate/outcome-words.ts';
import { impactOf, killRows, kills } from '../summary/kill-row.ts';

export type KillMark = {
  readonly number: number;
  readonly seconds: number;
  readonly target: string;
  readonly verdict: KillVerdict;
  /** Seconds since the start; `null` if nothing was injected. */
  readonly impact: { readonly from: number; readonly to: number } | null;
};

/** In chronological order. Dry runs and experiments aborted before the fault have no mark. */
export function killMarks(report: Report): readonly KillMark[] {
  const rows = killRows(report);
  const since = (ms: number) => (ms - report.fromMs) / 1000;
  return kills(report)
    .flatMap((kill, index) => {
      const impact = impactOf(kill);
      const row = rows[index];
      if (impact === null || row === undefined) return [];
      const window = { from: since(impact.fromMs), to: since(impact.toMs) };
      return [{ ...row, seconds: since(happenedAtMs(kill)), impact: window }];
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

/** Names if all of them fit side by side, else numbers; labels that would overlap another are left out. */
export function labelled(marks: readonly KillMark[], scale: LabelScale): readonly LabelledMark[] {
  const names = placed(marks, scale, ({ number, target }) => `${number} ${shortened(target)}`);
  if (names.every(({ label }) => label !== '')) return names;
  return placed(marks, scale, ({ number }) => `${number}`);
}

function shortened(name: string): string {
  return name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
}

/** Failures first, then from left to right; a label that would cover an earlier one becomes empty. */
function placed(
  marks: readonly KillMark[],
  scale: LabelScale,
  labelOf: (mark: KillMark) => string,
): readonly LabelledMark[] {
  const taken: { readonly from: number; readonly to: number }[] = [];
  const isFree = ({ from, to }: { readonly from: number; readonly to: number }): boolean =>
    taken.every((other) => to <= other.from || from >= other.to);
  const byUrgency = marks.toSorted((a, b) => Number(b.verdict === 'fail') - Number(a.verdict === 'fail'));
  const labels = new Map<KillMark, LabelledMark>();
  for (const mark of byUrgency) {
    const label = labelOf(mark);
    const spot = place(mark.seconds, label.length, scale);
    const fits = isFree(spot);
    if (fits) taken.push(spot);
    labels.set(mark, { ...mark, label: fits ? label : '', align: spot.align });
  }
  return marks.flatMap((mark) => labels.get(mark) ?? []);
}

function place(seconds: number, letters: number, { plotWidth, spanSeconds, pixelsPerLetter }: LabelScale) {
  const width = (letters + 1) * pixelsPerLetter;
  const at = (seconds / spanSeconds) * plotWidth;
  if (at + width / 2 > plotWidth + 2 * pixelsPerLetter)
    return { align: 'right', from: at - width, to: at } as const;
  if (at - width / 2 < -2 * pixelsPerLetter) return { align: 'left', from: at, to: at + width } as const;
  return { align: 'center', from: at - width / 2, to: at + width / 2 } as const;
}
