/** How much error budget each objective has left. */
import { formatObjective, formatShare } from '../../format.ts';
import { budgetTone } from '../../summary/verdict-mark.ts';
import { bar } from '../bar.ts';
import { padLine, widthOf } from '../fit.ts';
import type { LiveState } from '../live-state.ts';
import { type Line, span } from '../span.ts';

/** One line per objective: name, bar, share left. */
export function budgetLines(budgets: LiveState['budgets'], columns: number): readonly Line[] {
  const names = budgets.map(({ name, objective }) => `${name} ${formatObjective(objective)}`);
  const nameWidth = Math.min(Math.max(0, ...names.map(widthOf)), Math.floor(columns / 2));
  const barWidth = Math.max(0, Math.min(32, columns - nameWidth - 14));
  return budgets.map(({ remaining }, index) => [
    ...padLine([span(names[index] ?? '')], nameWidth),
    span('  '),
    ...bar(remaining, barWidth, budgetTone(remaining)),
    span(`  ${formatShare(remaining)}`, remaining <= 0 ? 'bad' : 'strong'),
    span(' left', 'dim'),
  ]);
}
