/** How much error budget each SLO has left. */
import { formatObjective, formatShare } from '../../format.ts';
import type { LiveState } from '../../live/live-state.ts';
import { budgetTone } from '../../summary/verdict-mark.ts';
import { bar } from '../bar.ts';
import { padLine, widthOf } from '../fit.ts';
import { type Line, span } from '../span.ts';

/** Two spaces on either side of the bar. */
const gaps = 4;

/** `99.999999% left`: the room reserved next to a bar, so that it does not move with every digit. */
const usualShareWidth = 15;

/** One line per SLO: name, bar, share left; if space is tight, the bar is dropped first, then the end of the name. */
export function budgetLines(budgets: LiveState['budgets'], columns: number): readonly Line[] {
  const names = budgets.map(({ name, objective }) => `${name} ${formatObjective(objective)}`);
  const shareWidth = Math.max(
    0,
    ...budgets.map(({ remaining }) => widthOf(`${formatShare(remaining)} left`)),
  );
  const nameWidth = Math.min(Math.max(0, ...names.map(widthOf)), Math.max(0, columns - gaps - shareWidth));
  const barWidth = Math.max(
    0,
    Math.min(60, columns - gaps - nameWidth - Math.max(usualShareWidth, shareWidth)),
  );
  return budgets.map(({ remaining }, index) => [
    ...padLine([span(names[index] ?? '')], nameWidth),
    span('  '),
    ...bar(remaining, barWidth, budgetTone(remaining)),
    span(`  ${formatShare(remaining)}`, remaining <= 0 ? 'bad' : 'strong'),
    span(' left', 'dim'),
  ]);
}
