/** The service as a living diagram: users above, tiers below each other, zones as columns. */
import type { PageGroup } from '../patch.ts';
import { byId, make, setClass, setText, setVariable } from './dom.ts';
import { feltNow, type Model } from './model.ts';
import { targetTiles } from './targets.ts';
import { type Tile, tilesOf, zonesOf } from './tiles.ts';

export type Diagram = {
  readonly draw: (model: Model) => void;
  /** Where each tile is, for what flows between them. */
  readonly tiles: () => readonly Placed[];
  readonly users: Element;
  /** The run has ended: it shows how things were, and nothing can be killed. */
  readonly end: () => void;
};

export type Placed = { readonly tile: Tile; readonly element: Element };

type Row = { readonly list: HTMLElement; readonly health: HTMLElement };

export function drawDiagram(onKill: (tile: Tile) => void): Diagram {
  const root = byId('diagram', HTMLDivElement);
  const users = make('p', 'crowd');
  const zones = make('p', 'zone-names');
  root.append(users, zones);
  const rows = new Map<string, Row>();
  const elements = new Map<string, HTMLElement>();
  let tiles: readonly Tile[] = [];
  let isOver = false;

  const rowOf = ({ name, kind }: Pick<PageGroup, 'name' | 'kind'>): Row => {
    const known = rows.get(name);
    if (known !== undefined) return known;
    const row = makeRow(root, { name, kind });
    rows.set(name, row);
    return row;
  };
  const elementOf = (tile: Tile): HTMLElement => {
    const key = `${tile.group}/${tile.slot}`;
    const known = elements.get(key);
    if (known !== undefined) return known;
    const made = makeTile(() => {
      const now = tiles.find((one) => one.group === tile.group && one.slot === tile.slot);
      if (now !== undefined) onKill(now);
    }, tile.slot);
    elements.set(key, made);
    return made;
  };

  return {
    users,
    end: () => {
      isOver = true;
      for (const element of elements.values()) disableKill(element, true);
    },
    tiles: () =>
      tiles.flatMap((tile) => {
        const element = elements.get(`${tile.group}/${tile.slot}`);
        return element === undefined ? [] : [{ tile, element }];
      }),
    draw: (model) => {
      if (model.parts.run?.phase === 'probing') {
        setText(users, usersText(model));
        tiles = drawTargets(model, rowOf, elementOf);
        return;
      }
      const groups = model.parts.groups ?? [];
      tiles = tilesOf(groups, tiles, model.nowMs);
      const columns = zonesOf(tiles);
      setVariable(root, '--zones', String(Math.max(1, columns.length)));
      drawZones(zones, columns);
      setText(users, usersText(model));
      for (const group of groups) {
        const row = rowOf(group);
        const own = tiles.filter((tile) => tile.group === group.name);
        const serving = own.filter(({ state }) => state === 'serving').length;
        setText(row.health, `${serving}/${group.desiredSize}`);
        setClass(row.health, serving < group.desiredSize ? 'health is-short' : 'health');
        for (const tile of own) {
          const element = elementOf(tile);
          if (element.parentElement !== row.list) row.list.append(element);
          setVariable(element, '--column', String(columns.indexOf(tile.zone) + 1));
          updateTile(element, tile, model.nowMs);
          disableKill(element, isOver || tile.state !== 'serving');
        }
      }
      const shown = new Set(tiles.map(({ group, slot }) => `${group}/${slot}`));
      for (const [key, element] of elements) {
        if (shown.has(key)) continue;
        element.remove();
        elements.delete(key);
      }
    },
  };
}

function makeRow(root: Element, { name, kind }: Pick<PageGroup, 'name' | 'kind'>): Row {
  const section = make('section', `tier ${kind}`);
  const title = make('h3', '', name);
  const health = make('span', 'health');
  const list = make('ul', 'tiles');
  title.append(' ', health);
  section.append(title, list);
  root.append(section);
  return { list, health };
}

/** The addresses of a probe, in one row. */
function drawTargets(
  { parts, seconds }: Model,
  rowOf: (group: Pick<PageGroup, 'name' | 'kind'>) => Row,
  elementOf: (tile: Tile) => HTMLElement,
): readonly Tile[] {
  const tiles = targetTiles(parts.journeys ?? [], seconds);
  for (const tile of tiles) {
    const element = elementOf(tile);
    const { list } = rowOf({ name: tile.group, kind: tile.kind });
    if (element.parentElement !== list) list.append(element);
    setClass(element, tile.isFailing ? 'tile is-away' : 'tile is-serving');
    const state = element.querySelector('.state');
    if (state !== null) setText(state, tile.said);
  }
  return tiles;
}

function drawZones(zones: HTMLElement, columns: readonly string[]): void {
  const names = columns.map((zone) => `zone ${zone}`);
  if (zones.dataset['names'] === names.join()) return;
  zones.dataset['names'] = names.join();
  zones.replaceChildren(...names.map((name) => make('span', '', name)));
}

function usersText(model: Model): string {
  const { total } = feltNow(model);
  const rate = total === 0 ? '' : ` · ${total} requests a second`;
  return model.parts.run?.phase === 'probing' ? `this machine, as a user${rate}` : `users${rate}`;
}

function makeTile(onKill: () => void, slot: string): HTMLElement {
  const tile = make('li', 'tile');
  const kill = make('button', 'kill', 'Kill');
  kill.type = 'button';
  kill.setAttribute('aria-label', `Kill ${slot}`);
  kill.addEventListener('click', onKill);
  tile.append(make('b', 'slot', slot), make('span', 'role'), make('span', 'state'), kill);
  return tile;
}

function updateTile(element: HTMLElement, tile: Tile, nowMs: number): void {
  setClass(element, `tile is-${tile.state}`);
  const [, role, state] = element.children;
  const { instance } = tile;
  const shownRole = instance === null || instance.role === 'none' ? '' : instance.role;
  if (role !== undefined) {
    setText(role, shownRole);
    setClass(role, `role ${shownRole}`);
  }
  if (state !== undefined) setText(state, stateText(tile, nowMs));
}

function disableKill(element: HTMLElement, isDisabled: boolean): void {
  const kill = element.lastElementChild;
  if (kill instanceof HTMLButtonElement) kill.disabled = isDisabled;
}

function stateText({ state, instance, goneSinceMs }: Tile, nowMs: number): string {
  const seconds = (sinceMs: number) => `${Math.max(0, Math.floor((nowMs - sinceMs) / 1_000))} s`;
  switch (state) {
    case 'serving':
      return 'serving';
    case 'booting':
      return `booting ${instance === null ? '' : seconds(instance.launchedAtMs)}`;
    case 'away':
      return 'out of service';
    case 'dying':
      return 'dying';
    case 'gone':
      return `dead ${goneSinceMs === null ? '' : seconds(goneSinceMs)}`;
    default:
      return state satisfies never;
  }
}
