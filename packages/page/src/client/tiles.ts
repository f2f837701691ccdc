/** The tiles of the diagram: a place keeps its tile while its instance is gone and the next one has not come. */
import type { PageGroup, PageInstance } from '../patch.ts';

export type TileState = 'serving' | 'booting' | 'away' | 'dying' | 'gone';

export type Tile = {
  readonly group: string;
  readonly kind: PageGroup['kind'];
  readonly slot: string;
  readonly zone: string;
  readonly state: TileState;
  /** null: gone. */
  readonly instance: PageInstance | null;
  /** When it was first seen to be gone; null: it is not. */
  readonly goneSinceMs: number | null;
};

/** A group that has become smaller leaves no graves for longer. */
const rememberedMs = 60_000;

/** In the order of the groups, and in them of slots. */
export function tilesOf(
  groups: readonly PageGroup[],
  before: readonly Tile[],
  nowMs: number,
): readonly Tile[] {
  return groups.flatMap((group) => {
    const slots = new Map(group.instances.toSorted(oldestFirst).map((one) => [one.slot, one]));
    const present = [...slots.values()].map((instance) => tileOf(group, instance));
    const gone = before.filter((tile) => tile.group === group.name && !slots.has(tile.slot));
    const remembered = gone
      .map(
        (tile): Tile => ({ ...tile, state: 'gone', instance: null, goneSinceMs: tile.goneSinceMs ?? nowMs }),
      )
      .filter(({ goneSinceMs }) => nowMs - (goneSinceMs ?? nowMs) < rememberedMs);
    return [...present, ...remembered].toSorted((a, b) => Number(a.slot > b.slot) - Number(a.slot < b.slot));
  });
}

function tileOf({ name, kind }: PageGroup, instance: PageInstance): Tile {
  const { slot, zone } = instance;
  return { group: name, kind, slot, zone, state: stateOf(instance), instance, goneSinceMs: null };
}

function stateOf({ state, isHealthy, isInService }: PageInstance): TileState {
  if (state === 'pending') return 'booting';
  if (state !== 'running') return 'dying';
  return isHealthy && isInService ? 'serving' : 'away';
}

function oldestFirst(a: PageInstance, b: PageInstance): number {
  return a.launchedAtMs - b.launchedAtMs;
}

/** Columns of the diagram. */
export function zonesOf(tiles: readonly Tile[]): readonly string[] {
  return [...new Set(tiles.map(({ zone }) => zone))].sort();
}
