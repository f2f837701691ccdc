/** One server in one cell: state, slot, role, id, age; if it is narrow, the less important parts are dropped first. */
import type { Instance, ReplicaRole } from '@garbageday/core/chaos/fleet.ts';
import { formatAge } from '../../format.ts';
import { padLine } from '../fit.ts';
import { isServing } from '../group-health.ts';
import { type Line, type Style, span } from '../span.ts';

export type CellColumns = {
  readonly width: number;
  readonly slot: number;
  /** Whether names leave out their group's. */
  readonly isShort: boolean;
  /** 0 hides it. */
  readonly id: number;
  readonly role: 0 | 1;
  readonly age: 0 | 3;
};

/** ● healthy and in service, ◐ starting, ○ out of service, ✖ dead. */
export function stateGlyph(instance: Instance): { readonly glyph: string; readonly style: Style } {
  switch (instance.state) {
    case 'pending':
      return { glyph: '◐', style: 'warn' };
    case 'shutting-down':
    case 'terminated':
      return { glyph: '✖', style: 'bad' };
    case 'running':
      return isServing(instance) ? { glyph: '●', style: 'good' } : { glyph: '○', style: 'warn' };
    default:
      return instance.state satisfies never;
  }
}

const roles: Readonly<Record<ReplicaRole, string>> = {
  primary: 'P',
  secondary: 'S',
  syncing: '↻',
  none: ' ',
};

/** The cell in exactly `columns.width` columns. */
export function instanceCell(instance: Instance, columns: CellColumns, nowMs: number | undefined): Line {
  const { glyph, style } = stateGlyph(instance);
  const isDead = style === 'bad';
  const slot = span(columns.isShort ? shortSlot(instance) : instance.slot, isDead ? 'bad' : 'plain');
  const parts: Line[] = [[span(`${glyph} `, style)], padLine([slot], columns.slot)];
  if (columns.role > 0) parts.push([span(` ${roles[instance.role]}`, roleStyle(instance.role))]);
  if (columns.id > 0)
    parts.push([span(' ')], padLine([span(instance.id.slice(0, columns.id), 'dim')], columns.id));
  if (columns.age > 0 && nowMs !== undefined) parts.push([span(ageText(instance, nowMs), 'dim')]);
  return padLine(parts.flat(), columns.width);
}

function ageText(instance: Instance, nowMs: number): string {
  return ` ${formatAge(nowMs - instance.launchedAtMs).padStart(3)}`;
}

function roleStyle(role: ReplicaRole): Style {
  return role === 'primary' ? 'strong' : 'dim';
}

export type CellWishes = {
  /** The width of the longest name, whole and without what the row already says. */
  readonly slot: { readonly whole: number; readonly short: number };
  readonly hasRoles: boolean;
  readonly hasAges: boolean;
};

/** The least number of characters that make an id worth showing, and the number that shows all of it. */
const idWidths = { least: 6, most: 19 } as const;

/** What fits into `width`: names are shortened first, then ids are dropped, then ages. */
export function cellColumns(width: number, { slot: slots, hasRoles, hasAges }: CellWishes): CellColumns {
  const wished = 2 + (hasRoles ? 2 : 0) + (hasAges ? 4 : 0) + 1 + idWidths.least;
  const isShort = wished + slots.whole > width;
  const slot = Math.max(1, Math.min(isShort ? slots.short : slots.whole, width - 2));
  const bare = 2 + slot + (hasRoles ? 2 : 0);
  const age = hasAges && bare + 4 <= width ? 3 : 0;
  const rest = width - bare - (age > 0 ? 4 : 0) - 1;
  return {
    ...{ width, slot, isShort, age },
    role: hasRoles && bare <= width ? 1 : 0,
    id: rest >= idWidths.least ? Math.min(rest, idWidths.most) : 0,
  };
}

/** `a` for `web-a` in the row of `web`: the row says the rest. */
export function shortSlot({ slot, group }: Pick<Instance, 'slot' | 'group'>): string {
  return slot.startsWith(`${group}-`) && slot.length > group.length + 1 ? slot.slice(group.length + 1) : slot;
}
