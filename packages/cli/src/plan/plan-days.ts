/** The coming days, drawn: whom chance would hit, and what would refuse it as things stand. */
import type { Configuration } from '@garbageday/core/config/configuration.ts';
import { chaosCalendar } from '@garbageday/core/schedule/calendar.ts';
import { type Draw, drawDay } from '@garbageday/core/schedule/draw.ts';
import { addDays } from '@garbageday/core/schedule/zone.ts';

/** A real kill: one that happened, or one that this plan foresees. */
export type Kill = { readonly group: string; readonly atMs: number };

export type PlannedDraw = {
  readonly draw: Draw;
  readonly refusal: 'disabled' | 'daily-cap' | null;
};

export type PlannedDay = { readonly date: string; readonly draws: readonly PlannedDraw[] };

export type PlanRequest = {
  readonly configuration: Configuration;
  readonly salt: string;
  readonly nowMs: number;
  readonly days: number;
  /** What has been killed before; it cools down, and counts for today's cap. */
  readonly kills: readonly Kill[];
};

/** Today first, in the schedule's zone. A refused draw kills nobody, so it starts no cooldown either. */
export function planDays(request: PlanRequest): readonly PlannedDay[] {
  const today = chaosCalendar(request.configuration.schedule).dayOf(request.nowMs);
  let { kills } = request;
  return Array.from({ length: request.days }, (_, offset) => {
    const day = planDay({ ...request, kills }, addDays(today, offset));
    kills = [...kills, ...day.draws.flatMap(killOf)];
    return day;
  });
}

function planDay(request: PlanRequest, date: string): PlannedDay {
  const { configuration, salt, nowMs, kills } = request;
  const { service, schedule, groups } = configuration;
  const drawn = groups.map(({ name, isEnabled }) => {
    const lastKillAtMs = kills.reduce<number | null>(
      (last, { group, atMs }) => (group === name ? Math.max(last ?? atMs, atMs) : last),
      null,
    );
    return { draw: drawDay({ service, group: name, date, salt, schedule, nowMs, lastKillAtMs }), isEnabled };
  });
  const calendar = chaosCalendar(schedule);
  const free = schedule.maxPerDay - kills.filter(({ atMs }) => calendar.dayOf(atMs) === date).length;
  const first = drawn
    .filter(({ draw, isEnabled }) => isEnabled && draw.kind === 'kill')
    .sort((a, b) => timeOf(a.draw) - timeOf(b.draw))
    .slice(0, Math.max(0, free));
  return {
    date,
    draws: drawn.map((one) => ({ draw: one.draw, refusal: refusalOf(one, first.includes(one)) })),
  };
}

function refusalOf(one: { readonly draw: Draw; readonly isEnabled: boolean }, isWithinCap: boolean) {
  if (one.draw.kind === 'spared') return null;
  if (!one.isEnabled) return 'disabled';
  return isWithinCap ? null : 'daily-cap';
}

function killOf({ draw, refusal }: PlannedDraw): readonly Kill[] {
  return draw.kind === 'kill' && refusal === null ? [{ group: draw.group, atMs: draw.atMs }] : [];
}

function timeOf(draw: Draw): number {
  return draw.kind === 'kill' ? draw.atMs : Number.POSITIVE_INFINITY;
}
