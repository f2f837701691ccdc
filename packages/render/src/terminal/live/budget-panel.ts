/** How much error budget each objective has left. */
import { formatObjective, formatShare } from '../../format.ts';
import { budgetTone } from '../../summary/verdict-mark.ts';
import { bar } from '../bar.ts';
import { padLine, widthOf } from '../fit.ts';
import type { LiveState } from '../live-state.ts';
import { type Line, span } from '../span.ts';

/** Two blanks, a bar of no width, two blanks, `99.999% left`. */
const shareWidth = 16;

/** One line per objective: name, bar, share left; in little room the bar goes first. */
export function budgetLines(budgets: LiveState['budgets'], columns: number): readonly Line[] {
  const names = budgets.map(({ name, objective }) => `${name} ${formatObjective(objective)}`);
  const nameWidth = Math.min(Math.max(0, ...names.map(widthOf)), Math.max(0, columns - shareWidth));
  const barWidth = Math.max(0, Math.min(60, columns - nameWidth - shareWidth));
  return budgets.map(({ remaining }, index) => [
    ...padLine([span(names[index] ?? '')], nameWidth),
    span('  '),
    ...bar(remaining, barWidth, budgetTone(remaining)),
    span(`  ${formatShare(remaining)}`, remaining <= 0 ? 'bad' : 'strong'),
    span(' left', 'dim'),
  ]);
}
