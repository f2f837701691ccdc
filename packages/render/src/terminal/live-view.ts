/** The live terminal view: one whole frame per call, redrawn in place by the caller. */

import type { LiveState } from '../live/live-state.ts';
import { fitLine, lineWidth, padLine } from './fit.ts';
import { typedAs } from './invocation.ts';
import { budgetLines } from './live/budget-panel.ts';
import { eventLines } from './live/event-log.ts';
import { fleetGrid } from './live/fleet-grid.ts';
import { banner, header } from './live/header.ts';
import { byRole, journeyPanel } from './live/journey-panel.ts';
import { type KeyHelp, keyHelpLines, keyLine } from './live/key-help.ts';
import { killLines, killList } from './live/kill-panel.ts';
import { type Block, beside, type Layout, layoutFor, panel, stack, stackedHeight } from './live/layout.ts';
import { paint } from './paint.ts';
import { type Line, span } from './span.ts';

export type LiveViewOptions = {
  readonly colour: boolean;
  /** `null`: nobody reads keys here. */
  readonly keys?: KeyHelp | null;
};

export type TerminalSize = { readonly columns: number; readonly rows: number };

/**
 * Draws the state as lines joined by `\n`: at most `columns` wide and `rows − 1` high (the cursor needs the last row),
 * whatever the size; parts that do not fit are left out, the least important first. Without `colour` there are no
 * escape codes. Made for 80×24 and up, legible below.
 */
export function renderLiveView(
  state: LiveState,
  size: TerminalSize,
  { colour, keys = null }: LiveViewOptions,
): string {
  const rows = Math.max(1, size.rows - 1);
  const columns = Math.max(1, size.columns);
  const layout = layoutFor({ columns, rows: size.rows }, gutterNames(state));
  return withEvents(state, { layout, rows, keys })
    .slice(0, rows)
    .map((line) => paint(fitLine(line, columns), colour))
    .join('\n');
}

/** The widest text that can be shown beside each group. */
export function gutterNames(state: LiveState): readonly Line[] {
  return state.groups.map(({ name, desiredSize }) => [span(`${name} ${desiredSize}/${desiredSize}`)]);
}

type Frame = { readonly layout: Layout; readonly rows: number; readonly keys: KeyHelp | null };

/** The log takes the rows that the other parts leave, at least two. */
function withEvents(state: LiveState, { layout, rows, keys }: Frame): readonly Line[] {
  const above = [...fixedBlocks(state, layout)];
  const below: Block = { importance: 30, lines: [footer(state, keys, layout.columns)] };
  const room = Math.max(2, rows - stackedHeight([...above, below]) - 1);
  const log =
    keys?.isOpen === true
      ? { importance: 95, lines: panel(layout, 'keys', keyHelpLines(keys)) }
      : { importance: 70, lines: panel(layout, 'log', eventLines(state.events, room, layout.content)) };
  return stack([...above, filled(log, room), below], rows);
}

/** Empty lines keep the footer where it is while the log fills up. */
function filled(block: Block, rows: number): Block {
  const missing = Math.max(0, rows - block.lines.length);
  return { ...block, lines: [...block.lines, ...Array.from({ length: missing }, () => [])] };
}

function fixedBlocks(state: LiveState, layout: Layout): readonly Block[] {
  return [
    { importance: 100, lines: header(state, layout.columns) },
    { importance: 99, lines: banner(state, layout.columns) },
    { importance: 80, lines: fleetGrid(state, layout) },
    ...journeyBlocks(state, layout),
    ...(isTall(layout) && layout.columns >= 140 ? wideChaos(state, layout) : narrowChaos(state, layout)),
  ];
}

function isTall({ rows }: Layout): boolean {
  return rows >= 28;
}

/** In a low terminal, the first two have no blank line between them; in a very low one, only the first is shown. */
function journeyBlocks(state: LiveState, layout: Layout): readonly Block[] {
  const chartRows = layout.rows >= 36 ? 3 : 1;
  const beside = isTall(layout) ? 1 : 0;
  const [first = [], ...others] = byRole(state.journeys).map((journey, index) =>
    journeyPanel(journey, { chartRows: index === 0 ? chartRows : beside }, layout),
  );
  if (isTall(layout))
    return [{ importance: 90, lines: first }, ...others.map((lines) => ({ importance: 40, lines }))];
  const [second = [], ...rest] = layout.rows < 16 ? [] : others;
  const further = rest.map((lines) => ({ importance: 35, lines }));
  return [{ importance: 90, lines: [...first, ...second] }, ...further];
}

function narrowChaos(state: LiveState, layout: Layout): readonly Block[] {
  const budgets = panel(layout, 'budget', budgetLines(state.budgets, layout.content));
  const kills = panel(layout, 'kills', killLines(state, layout.content, isTall(layout) ? 4 : 3));
  if (layout.rows >= 18 && !isTall(layout)) return [{ importance: 60, lines: [...budgets, ...kills] }];
  return [
    { importance: 60, lines: budgets },
    { importance: 50, lines: kills },
  ];
}

/** `kills`, followed by the longest label with its countdown. */
const killsWidth = 68;

/** Budgets and kills side by side. */
function wideChaos(state: LiveState, layout: Layout): readonly Block[] {
  const left = layout.content - killsWidth;
  const budgets = budgetLines(state.budgets, left - 3);
  const kills = killList(state, layout.rows >= 36 ? 8 : 5);
  const labelled = kills.map((line, index) => [span(index === 0 ? 'kills   ' : '        ', 'dim'), ...line]);
  const lines = beside(budgets, labelled, (line) => padLine(line, left));
  return [{ importance: 60, lines: panel(layout, 'budget', lines) }];
}

/**
 * One command that can be typed as shown, and the names of others; the text around it is cut to make room. Where keys
 * are read they come first, and the command only where there is room for both.
 */
function footer(state: LiveState, keys: KeyHelp | null, columns: number): Line {
  if (keys === null) return typedFooter(state, columns);
  const typed = span(typedAs(state.lever.kind === 'halted' ? 'resume' : 'status', state.invocation));
  const short = [span(' '), ...keyLine(keys, state.lever)];
  const wide = [...short, span('from another terminal: ', 'dim'), typed];
  return lineWidth(wide) <= columns ? wide : short;
}

function typedFooter({ lever, invocation }: LiveState, columns: number): Line {
  const [command, others] =
    lever.kind === 'halted' ? ['resume', 'status, stop'] : ['status', 'kill, halt, stop'];
  const stops = [span(' Ctrl-C', 'strong'), span(' stops', 'dim')];
  const typed = span(typedAs(command, invocation));
  const where = span('   from another terminal: ', 'dim');
  const wide = [...stops, where, typed, span(`  (or ${others})`, 'dim')];
  const variants = [wide, wide.slice(0, -1), [...stops, span('   or: ', 'dim'), typed]];
  return variants.find((line) => lineWidth(line) <= columns) ?? [span(' '), typed];
}
