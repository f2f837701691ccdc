/** A plan as a table: a line per day, a column per group. */
import type { Configuration } from '@garbageday/core/config/configuration.ts';
import type { LeverPosition } from '@garbageday/core/ports.ts';
import type { PlannedDay, PlannedDraw } from '@garbageday/core/schedule/plan-days.ts';
import { weekdayOf, type Zone, zoneOf } from '@garbageday/core/schedule/zone.ts';
import { paint } from '@garbageday/render/terminal/paint.ts';
import { type Line, span } from '@garbageday/render/terminal/span.ts';
import { textTable } from '@garbageday/render/terminal/text-table.ts';

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

export type Plan = {
  readonly configuration: Configuration;
  readonly salt: string;
  readonly lever: LeverPosition;
  readonly days: readonly PlannedDay[];
};

export function planText(plan: Plan, colour: boolean): string {
  const { schedule, groups } = plan.configuration;
  const zone = zoneOf(schedule.timeZone);
  const columns = ['', ...groups.map(({ name }) => name)].map((title) => ({ title, align: 'left' as const }));
  const rows = plan.days.map(({ date, draws }) => [
    [span(`${weekdays[weekdayOf(date) - 1]} ${date}`, 'dim')],
    ...draws.map((draw) => cellOf(draw, { date, zone, plan })),
  ]);
  return [heading(plan), [], ...textTable(columns, rows), [], ...remarks(plan)]
    .map((line) => paint(line, colour))
    .join('\n');
}

function heading({ configuration }: Plan): Line {
  const { from, to, timeZone, meanDaysBetween, minDaysBetween, maxPerDay } = configuration.schedule;
  const rhythm = `every ${meanDaysBetween} workdays on average, at least ${minDaysBetween} apart, at most ${maxPerDay} a day`;
  return [span(configuration.service, 'strong'), span(`  ${from}–${to} ${timeZone}; each group ${rhythm}`)];
}

type Place = { readonly date: string; readonly zone: Zone; readonly plan: Plan };

function cellOf({ draw, refusal }: PlannedDraw, { date, zone, plan }: Place): Line {
  if (draw.kind === 'spared') return [span(draw.reason === 'chance' ? '–' : draw.reason, 'dim')];
  const wall = zone.wallTimeOf(draw.atMs);
  const [hours, minutes] = [Math.floor(wall.minuteOfDay / 60), wall.minuteOfDay % 60];
  const clock = [hours, minutes].map((part) => `${part}`.padStart(2, '0')).join(':');
  const time = wall.date === date ? clock : `${clock} next day`;
  const fault = plan.configuration.groups.find(({ name }) => name === draw.group)?.fault ?? '';
  if (refusal !== null) return [span(`${time} refused: ${refusal}`, 'dim')];
  return [span(`${time} ${fault}`, 'strong')];
}

function remarks({ configuration, salt, lever }: Plan): readonly Line[] {
  const seed = [span(`Drawn with the seed ${salt}. – : chance spares the group.`, 'dim')];
  const dryRun = [
    span('The mode is dry-run: nobody would be hit. Write mode: "armed" in the configuration.', 'warn'),
  ];
  const reason = lever.kind === 'halted' ? lever.reason : '';
  const halted = [
    span(`Halted (${reason}): all of it would be refused. Release with: garbageday resume`, 'bad'),
  ];
  return [
    seed,
    ...(configuration.mode === 'dry-run' ? [dryRun] : []),
    ...(lever.kind === 'halted' ? [halted] : []),
  ];
}
