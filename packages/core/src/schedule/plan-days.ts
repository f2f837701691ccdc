/** The coming days, drawn: what chance would hit, and what would refuse it as things stand. */
import type { Configuration, GroupConfiguration } from '../configuration.ts';
import { addDays } from '../time/zone.ts';
import { chaosCalendar } from './calendar.ts';
import { type Draw, drawDay } from './draw.ts';

/** A real kill: one that happened, or one that this plan foresees. */
export type Kill = { readonly group: string; readonly atMs: number };

export type PlannedDraw = {
  readonly draw: Draw;
  readonly refusal: 'disabled' | 'unsupported-fault' | 'daily-cap' | null;
};

export type PlannedDay = { readonly date: string; readonly draws: readonly PlannedDraw[] };

export type PlanRequest = {
  readonly configuration: Configuration;
  readonly salt: string;
  /** The faults that the platform supports; only groups with one of them can be hit. */
  readonly supportedFaults: ReadonlySet<GroupConfiguration['fault']>;
  readonly nowMs: number;
  readonly days: number;
  /** Past kills, which start cooldowns and count towards today's cap. */
  readonly kills: readonly Kill[];
};

/** Today first, in the schedule's zone. A refused draw kills nothing, so it starts no cooldown either. */
export function planDays(request: PlanRequest): readonly PlannedDay[] {
  const calendar = chaosCalendar(request.configuration.schedule);
  const today = calendar.dayOf(request.nowMs);
  let past: readonly DatedKill[] = request.kills.map((kill) => ({
    ...kill,
    date: calendar.dayOf(kill.atMs),
  }));
  return Array.from({ length: request.days }, (_, offset) => {
    const day = planDay(request, addDays(today, offset), past);
    past = [...past, ...day.draws.flatMap(killOf)];
    return day;
  });
}

type DatedKill = Kill & { readonly date: string };

function planDay(request: PlanRequest, date: string, past: readonly DatedKill[]): PlannedDay {
  const { configuration, salt, nowMs, supportedFaults } = request;
  const { service, schedule, groups } = configuration;
  const drawn = groups.map(({ name, isEnabled, fault }) => {
    const times = past.filter(({ group }) => group === name).map(({ atMs }) => atMs);
    const lastKillAtMs = times.length === 0 ? null : Math.max(...times);
    const draw = drawDay({ service, group: name, date, salt, schedule, nowMs, lastKillAtMs });
    return { draw, obstacle: obstacleOf(isEnabled, supportedFaults.has(fault)) };
  });
  const free = schedule.maxPerDay - past.filter((kill) => kill.date === date).length;
  const first = drawn
    .flatMap((one) =>
      one.obstacle === null && one.draw.kind === 'kill' ? [{ one, atMs: one.draw.atMs }] : [],
    )
    .sort((a, b) => a.atMs - b.atMs)
    .slice(0, Math.max(0, free))
    .map(({ one }) => one);
  return {
    date,
    draws: drawn.map((one) => ({ draw: one.draw, refusal: refusalOf(one, first.includes(one)) })),
  };
}

type Obstacle = 'disabled' | 'unsupported-fault' | null;

/** What prevents a group from being hit on any day. */
function obstacleOf(isEnabled: boolean, isSupported: boolean): Obstacle {
  if (!isEnabled) return 'disabled';
  return isSupported ? null : 'unsupported-fault';
}

type Drawn = { readonly draw: Draw; readonly obstacle: Obstacle };

function refusalOf({ draw, obstacle }: Drawn, isWithinCap: boolean): PlannedDraw['refusal'] {
  if (draw.kind === 'spared') return null;
  return obstacle ?? (isWithinCap ? null : 'daily-cap');
}

function killOf({ draw, refusal }: PlannedDraw): readonly DatedKill[] {
  if (draw.kind !== 'kill' || refusal !== null) return [];
  return [{ group: draw.group, atMs: draw.atMs, date: draw.date }];
}
