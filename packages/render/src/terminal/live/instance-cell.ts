/** One server in one cell: state, slot, role, id, age; the less telling parts go first when it is narrow. */
import type { Instance, ReplicaRole } from '@garbageday/core/chaos/fleet.ts';
import { formatAge } from '../../format.ts';
import { padLine } from '../fit.ts';
import { isServing } from '../group-health.ts';
import { type Line, type Style, span } from '../span.ts';

export type CellColumns = {
  readonly width: number;
  readonly slot: number;
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
  const slot = span(instance.slot, isDead ? 'bad' : 'plain');
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

/** What fits into `width`: ids go first, then ages. */
export function cellColumns(
  width: number,
  wishes: { readonly slot: number; readonly hasRoles: boolean; readonly hasAges: boolean },
): CellColumns {
  const role = wishes.hasRoles ? 1 : 0;
  const slot = Math.max(1, Math.min(wishes.slot, width - 2));
  const bare = 2 + slot + (role > 0 ? 2 : 0);
  const age = wishes.hasAges && bare + 4 <= width ? 3 : 0;
  const rest = width - bare - (age > 0 ? 4 : 0) - 1;
  return { width, slot, role: bare <= width ? role : 0, age, id: rest >= 6 ? Math.min(rest, 10) : 0 };
}
