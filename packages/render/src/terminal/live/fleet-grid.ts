/** The fleet: a row per group, a column per zone, a line per slot. */
import type { Group, Instance } from '@garbageday/core/chaos/fleet.ts';
import type { LiveState } from '../../live/live-state.ts';
import { plainText } from '../../plain-text.ts';
import { pad, widthOf } from '../fit.ts';
import { servingCount, servingOfDesired } from '../group-health.ts';
import { blank, type Line, type Style, span } from '../span.ts';
import { type CellColumns, cellColumns, instanceCell, shortSlot, stateGlyph } from './instance-cell.ts';
import { type Layout, row } from './layout.ts';

const narrowestCell = 10;
const widestCell = 48;
const legendText = '● in service  ◐ starting  ○ out of service  ✖ dead   P primary  S secondary';

/** A header of zones and the groups below it; if cells would be too narrow, one line of glyphs per group. */
export function fleetGrid(state: LiveState, layout: Layout): readonly Line[] {
  if (state.groups.length === 0)
    return [row(layout, [{ name: 'fleet', style: 'dim' }], [span('starting …', 'dim')])];
  const zones = zonesOf(state.groups);
  const width = Math.min(widestCell, Math.floor(layout.content / Math.max(1, zones.length)));
  if (width < narrowestCell) return state.groups.map((group) => glyphRow(group, layout));
  const columns = cellColumns(width - 2, {
    slot: { whole: widest(state, ({ slot }) => slot), short: widest(state, shortSlot) },
    hasRoles: state.groups.some(({ kind }) => kind === 'data'),
    hasAges: state.nowMs !== undefined,
  });
  const head = row(
    layout,
    [],
    zones.map((zone) => span(`${pad(plainText(`zone ${zone}`), width - 1)} `, 'dim')),
  );
  const legend = layout.rows >= 36 ? [row(layout, [], [span(legendText, 'dim')])] : [];
  return [
    head,
    ...state.groups.flatMap((group) => groupRows(group, zones, { state, layout, columns })),
    ...legend,
  ];
}

function widest({ groups }: LiveState, textOf: (instance: Instance) => string): number {
  return Math.max(
    0,
    ...groups.flatMap(({ instances }) => instances.map((one) => widthOf(plainText(textOf(one))))),
  );
}

type GridContext = { readonly state: LiveState; readonly layout: Layout; readonly columns: CellColumns };

function groupRows(group: Group, zones: readonly string[], context: GridContext): readonly Line[] {
  const { state, layout, columns } = context;
  const mostLines = layout.rows < 28 ? 2 : 4;
  const cells = zones.map((zone) => zoneCell(currentInstances(group, zone), mostLines, columns, state.nowMs));
  const lines = Math.max(1, ...cells.map(({ length }) => length));
  return Array.from({ length: lines }, (_, index) => {
    const content = cells.flatMap((cell) => [...(cell[index] ?? emptyCell(columns)), span('  ')]);
    return row(layout, index === 0 ? groupName(group, layout) : [], content);
  });
}

function emptyCell(columns: CellColumns): Line {
  return [span(' '.repeat(columns.width))];
}

function zoneCell(
  instances: readonly Instance[],
  mostLines: number,
  columns: CellColumns,
  nowMs: number | undefined,
): readonly Line[] {
  const isCut = instances.length > mostLines;
  const shown = instances.slice(0, isCut ? mostLines - 1 : mostLines);
  const cells = shown.map((instance) => instanceCell(instance, columns, nowMs));
  if (!isCut) return cells;
  const more = `+ ${instances.length - shown.length} more`;
  return [...cells, [span(pad(more, columns.width), 'dim')]];
}

/** One instance per slot, the newest: a replacement takes its predecessor's place, and the grid does not jump. */
function currentInstances(group: Group, zone: string): readonly Instance[] {
  const bySlot = new Map<string, Instance>();
  for (const instance of group.instances.filter((candidate) => candidate.zone === zone)) {
    const known = bySlot.get(instance.slot);
    if (known === undefined || known.launchedAtMs <= instance.launchedAtMs)
      bySlot.set(instance.slot, instance);
  }
  return [...bySlot.values()].sort((a, b) => a.slot.localeCompare(b.slot));
}

function zonesOf(groups: readonly Group[]): readonly string[] {
  return [...new Set(groups.flatMap(({ instances }) => instances.map(({ zone }) => zone)))].sort();
}

function healthStyle(group: Group): Style {
  const healthy = servingCount(group);
  if (healthy < group.requiredHealthy) return 'bad';
  return healthy < group.desiredSize ? 'warn' : 'dim';
}

/** The group's name and `2/3`: in service and desired. */
function groupName(
  group: Group,
  layout: Layout,
): readonly { readonly name: string; readonly style: Style }[] {
  const count = servingOfDesired(group);
  const room = Math.max(0, layout.gutter - widthOf(count) - 3);
  return [
    { name: `${pad(plainText(group.name), room)} `, style: 'plain' },
    { name: count, style: healthStyle(group) },
  ];
}

function glyphRow(group: Group, layout: Layout): Line {
  const glyphs = zonesOf([group]).flatMap((zone) =>
    currentInstances(group, zone).map((instance) => {
      const { glyph, style } = stateGlyph(instance);
      return span(glyph, style);
    }),
  );
  return row(layout, groupName(group, layout), glyphs.length === 0 ? blank : glyphs);
}
