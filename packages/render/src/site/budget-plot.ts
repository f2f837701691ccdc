/** How an error budget went down and came back: one point for each moment of an SLO's history. */
import type { SloHistory, SloMoment } from '@garbageday/core/report/slo-history.ts';
import { formatLocalMinute, formatRatio, formatShare, noData } from '../format.ts';
import { html, type Markup } from '../html/markup.ts';
import { pathOf, percent, plot, type Spot } from '../html/plot.ts';
import { plainText } from '../plain-text.ts';

export type Shown = {
  readonly timeZone: string;
  /** When faults were injected. */
  readonly strikesMs: readonly number[];
};

type Known = SloMoment & { readonly remaining: number };

/** The plot and its numbers as a table; a sentence if there is not enough for a line. */
export function budgetPlot(history: SloHistory, shown: Shown): Markup {
  const known = history.moments.filter(isKnown);
  if (known.length < 2)
    return html`<p class="muted small">No history yet: it was measured at ${known.length} of ${history.moments.length} moments.</p>`;
  return html`${drawn(history, known, shown)}
${table(history, shown)}`;
}

function isKnown(moment: SloMoment): moment is Known {
  return moment.remaining !== null;
}

function drawn(history: SloHistory, known: readonly Known[], { timeZone, strikesMs }: Shown): Markup {
  const { moments } = history;
  const [fromMs, toMs] = [moments[0]?.atMs ?? 0, moments.at(-1)?.atMs ?? 1];
  const lowest = Math.max(-1, Math.min(0, ...known.map(({ remaining }) => remaining)));
  const xOf = (atMs: number) => (atMs - fromMs) / Math.max(1, toMs - fromMs);
  const yOf = (share: number) => 0.06 + (0.78 * (1 - Math.min(1, Math.max(lowest, share)))) / (1 - lowest);
  const spots = moments.map((moment): Spot | null =>
    isKnown(moment) ? [xOf(moment.atMs), yOf(moment.remaining)] : null,
  );
  const [first, last] = [known[0], known.at(-1)];
  const area = first === undefined || last === undefined ? [] : areaUnder(spots, yOf(0));
  const strikes = strikesMs.filter((atMs) => atMs >= fromMs && atMs <= toMs);
  const line = (y: number, kind: string) =>
    html`<line class="${kind}" x1="0" x2="100%" y1="${percent(y)}" y2="${percent(y)}"/>`;
  return plot({
    height: 150,
    label: spoken(history, known, timeZone),
    stretched: [
      html`<path class="budget-area" d="${pathOf(area)}"/>`,
      html`<path class="budget-line" d="${pathOf(spots)}"/>`,
    ],
    marks: [
      line(yOf(1), 'grid'),
      line(yOf(0), 'zero'),
      ...strikes.map((atMs) => strike(xOf(atMs), yOf(lowest))),
      html`<text x="0" y="${percent(yOf(1) + 0.09)}">100% left</text>`,
      html`<text x="0" y="${percent(yOf(0) - 0.02)}">0%</text>`,
      html`<text x="0" y="97%">${formatLocalMinute(fromMs, timeZone)}</text>`,
      html`<text class="end" x="100%" y="97%">${formatLocalMinute(toMs, timeZone)}</text>`,
    ],
  });
}

/** A short mark on the lowest line. */
function strike(x: number, y: number): Markup {
  return html`<line class="kill" x1="${percent(x)}" x2="${percent(x)}" y1="${percent(y - 0.06)}" y2="${percent(y)}"/>`;
}

/** Every run of neighbours, down to the line of nothing left. */
function areaUnder(spots: readonly (Spot | null)[], floor: number): readonly (Spot | null)[] {
  const runs: (readonly Spot[])[] = [];
  let run: Spot[] = [];
  for (const spot of [...spots, null]) {
    if (spot !== null) run.push(spot);
    else if (run.length > 0) {
      runs.push(run);
      run = [];
    }
  }
  return runs.flatMap((each): readonly (Spot | null)[] => {
    const [start, end] = [each[0]?.[0] ?? 0, each.at(-1)?.[0] ?? 0];
    return [[start, floor], ...each, [end, floor], null];
  });
}

function spoken({ slo, window }: SloHistory, known: readonly Known[], timeZone: string): string {
  const lowest = known.reduce((low, moment) => (moment.remaining < low.remaining ? moment : low));
  const at = (moment: Known | undefined) =>
    moment === undefined
      ? noData
      : `${formatShare(moment.remaining)} at ${formatLocalMinute(moment.atMs, timeZone)}`;
  return `Budget of ${plainText(slo)} left in its window of ${plainText(window)}: ${at(known[0])}, lowest ${at(lowest)}, ${at(known.at(-1))}.`;
}

/** So many rows a person may read. */
const mostRows = 14;

function table({ moments, slo, window, objective }: SloHistory, { timeZone }: Shown): Markup {
  const every = Math.ceil(moments.length / mostRows);
  const rows = moments.filter((_, index) => (moments.length - 1 - index) % every === 0).toReversed();
  return html`<details><summary>The numbers behind this line</summary>
<div class="scroll" tabindex="0" role="region" aria-label="${`History of ${slo}`}"><table>
<caption>${`${slo} over its window of ${window}, which ends at each time. The short marks are kills.`}</caption>
<thead><tr><th scope="col">Window ends</th><th scope="col" class="number">Good</th><th scope="col" class="number">Of</th><th scope="col" class="number">Ratio</th><th scope="col" class="number">Budget left</th></tr></thead>
<tbody>
${rows.map((row) => momentRow(row, objective, timeZone))}
</tbody>
</table></div></details>`;
}

function momentRow({ atMs, good, total, ratio, remaining }: SloMoment, objective: number, timeZone: string) {
  const cells = [String(good), String(total), formatRatio(ratio, [objective]), formatShare(remaining)];
  return html`<tr><th scope="row">${formatLocalMinute(atMs, timeZone)}</th>${cells.map((cell) => html`<td class="number">${cell}</td>`)}</tr>`;
}
