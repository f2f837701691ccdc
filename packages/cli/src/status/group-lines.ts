/** The servers of a platform, by group, zone and slot. */
import type { Group, Instance } from '@garbageday/core/chaos/fleet.ts';
import { roleProblems } from '@garbageday/core/chaos/refusal.ts';
import { formatAge } from '@garbageday/render/format.ts';
import { servingOfDesired } from '@garbageday/render/terminal/group-health.ts';
import { stateGlyph } from '@garbageday/render/terminal/live/instance-cell.ts';
import { blank, type Line, span } from '@garbageday/render/terminal/span.ts';
import { textTable } from '@garbageday/render/terminal/text-table.ts';

const columns = ['', 'zone', 'slot', 'instance', 'state', 'role', 'age'].map((title) => ({
  title,
  align: 'left' as const,
}));

export function groupLines(groups: readonly Group[], nowMs: number): readonly Line[] {
  return groups.flatMap((group) => [
    blank,
    heading(group),
    ...table(group, nowMs),
    ...roleProblems(group.instances).map((problem) => [span(`  ${problem}`, 'warn')]),
  ]);
}

function heading(group: Group): Line {
  const { name, requiredHealthy, isRollingOut, rollout: what, replacement } = group;
  const change = what === undefined ? 'a change is under way' : `a change is under way: ${what}`;
  const rollout = isRollingOut ? [span(`, ${change}`, 'warn')] : [];
  const unreplaced = replacement === 'none' ? [span(', nothing is replaced', 'dim')] : [];
  return [
    span(name, 'strong'),
    span(`  ${servingOfDesired(group)} serving, ${requiredHealthy} required`),
    ...unreplaced,
    ...rollout,
  ];
}

function table({ instances }: Group, nowMs: number): readonly Line[] {
  if (instances.length === 0) return [[span('  no server', 'bad')]];
  const byZone = instances.toSorted((a, b) => a.zone.localeCompare(b.zone) || a.slot.localeCompare(b.slot));
  return textTable(
    columns,
    byZone.map((instance) => cells(instance, nowMs)),
  );
}

function cells(instance: Instance, nowMs: number): readonly Line[] {
  const { glyph, style } = stateGlyph(instance);
  const { zone, slot, id, role, launchedAtMs } = instance;
  return [
    [span(`  ${glyph}`, style)],
    [span(zone)],
    [span(slot === id ? '–' : slot)],
    [span(id)],
    [span(stateText(instance), style === 'good' ? 'plain' : style)],
    [span(role === 'none' ? '–' : role)],
    [span(formatAge(nowMs - launchedAtMs), 'dim')],
  ];
}

function stateText({ state, isHealthy, isInService }: Instance): string {
  if (state !== 'running') return state;
  if (!isHealthy) return 'running, unhealthy';
  return isInService ? 'in service' : 'running, out of service';
}
