/**
 * What is running now, for a glance from another terminal or a log: lever, servers by zone, what users feel, verdicts,
 * what comes next.
 */

import type { LiveState } from '../live/live-state.ts';
import { fitLine } from './fit.ts';
import { budgetLines } from './live/budget-panel.ts';
import { eventLines } from './live/event-log.ts';
import { fleetGrid } from './live/fleet-grid.ts';
import { banner, header } from './live/header.ts';
import { byRole, journeyPanel } from './live/journey-panel.ts';
import { killList } from './live/kill-panel.ts';
import { type Layout, layoutFor, panel } from './live/layout.ts';
import { gutterNames } from './live-view.ts';
import { paint } from './paint.ts';
import { blank, type Line, span } from './span.ts';

const shownKills = 20;
const shownEvents = 5;

/** Shows everything, with as many lines as it takes; no line is wider than `columns`. */
export function renderStatus(
  state: LiveState,
  { columns, colour }: { readonly columns: number; readonly colour: boolean },
): string {
  const layout = layoutFor({ columns, rows: Number.POSITIVE_INFINITY }, gutterNames(state));
  const parts: readonly (readonly Line[])[] = [
    [...header(state, columns), ...leverLines(state, layout)],
    fleetGrid(state, layout),
    ...byRole(state.journeys).map((journey) => journeyPanel(journey, { chartRows: 1 }, layout)),
    panel(layout, 'budget', budgetLines(state.budgets, layout.content)),
    panel(layout, 'kills', killList(state, shownKills)),
    log(state, layout),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : [blank, ...lines]))
    .map((line) => paint(fitLine(line, columns), colour))
    .join('\n');
}

/** When pulled, as conspicuous as in the live view, with how to release it. */
function leverLines(state: LiveState, layout: Layout): readonly Line[] {
  if (state.lever.kind === 'halted') return banner(state, layout.columns);
  return panel(layout, 'safety lever', [[span('released')]]);
}

function log({ events }: LiveState, layout: Layout): readonly Line[] {
  return panel(layout, 'log', eventLines(events, shownEvents, layout.content));
}
