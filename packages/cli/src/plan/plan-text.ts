/** A plan as a table: one line per day, one column per group. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { LeverPosition } from '@garbageday/core/ports.ts';
import { windowsText } from '@garbageday/core/schedule/calendar.ts';
import { isMeanOutOfReach, meanUnderCap } from '@garbageday/core/schedule/mean-under-cap.ts';
import type { PlannedDay, PlannedDraw } from '@garbageday/core/schedule/plan-days.ts';
import { weekdayOf, type Zone, zoneOf } from '@garbageday/core/time/zone.ts';
import { formatDecimal } from '@garbageday/render/format.ts';
import { paint } from '@garbageday/render/terminal/paint.ts';
import { type Line, span } from '@garbageday/render/terminal/span.ts';
import { textTable } from '@garbageday/render/terminal/text-table.ts';

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

export type Plan = {
  readonly configuration: Configuration;
  readonly salt: string;
  readonly lever: LeverPosition;
  /** The command that releases the lever, as typed here. */
  readonly resume: string;
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
  const { schedule } = configuration;
  const { meanDaysBetween, minDaysBetween, maxPerDay } = schedule;
  const rhythm = `every ${meanDaysBetween} workdays on average, at least ${minDaysBetween} apart, at most ${maxPerDay} a day`;
  return [span(configuration.service, 'strong'), span(`  ${windowsText(schedule)}; each group ${rhythm}`)];
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

/** How the cap changes the mean; a warning if the configured mean is out of reach. */
function meanRemark({ schedule, groups }: Configuration): readonly Line[] {
  const drawing = groups.filter(({ isEnabled }) => isEnabled).length;
  const { meanDaysBetween, maxPerDay } = schedule;
  if (drawing <= maxPerDay) return [];
  const mean = formatDecimal(meanUnderCap(schedule, drawing));
  const cap = `With at most ${maxPerDay} a day, each of ${drawing} groups is hit every ${mean} workdays on average`;
  if (!isMeanOutOfReach(schedule, drawing)) return [[span(`${cap}, not every ${meanDaysBetween}.`, 'dim')]];
  // Rounded up: rounded down, it would be out of reach, too.
  const reachable = Math.ceil((100 * drawing) / maxPerDay) / 100;
  const fix = `raise maxPerDay to ${Math.ceil(drawing / meanDaysBetween)}, or meanDaysBetween to ${formatDecimal(reachable)}`;
  return [[span(`${cap}; every ${meanDaysBetween} cannot be kept: ${fix}.`, 'warn')]];
}

function remarks({ configuration, salt, lever, resume }: Plan): readonly Line[] {
  const seed = [span(`Drawn with the seed ${salt}. – : chance spares the group.`, 'dim')];
  const dryRun = [
    span(
      'The mode is dry-run: nothing would be killed. Write mode: "armed" in the configuration to change that.',
      'warn',
    ),
  ];
  const reason = lever.kind === 'halted' ? lever.reason : '';
  const halted = [
    span(`Halted (${reason}): every kill would be refused. Release the safety lever with: ${resume}`, 'bad'),
  ];
  return [
    seed,
    ...meanRemark(configuration),
    ...(configuration.mode === 'dry-run' ? [dryRun] : []),
    ...(lever.kind === 'halted' ? [halted] : []),
  ];
}
