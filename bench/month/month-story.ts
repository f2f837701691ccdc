/** What happens in a generated month: kills, refusals and two unplanned incidents, all from one seed. */

import type { RefusalReason } from '@garbageday/core/chaos/refusal.ts';
import type { Configuration, GroupConfiguration } from '@garbageday/core/configuration.ts';
import type { Random } from '@garbageday/core/ports.ts';
import { dayMs, minuteMs } from '@garbageday/core/time/durations.ts';
import { pickOne, seededRandom, seedOf } from '@garbageday/core/time/random.ts';

/** The shares of the users' and the probe's requests that are bad or slow in one minute. */
export type Weather = { readonly bad: number; readonly slow: number };

export type Strike = {
  readonly group: GroupConfiguration;
  readonly atMs: number;
  readonly replaceMs: number;
  readonly weather: readonly Weather[];
};

export type Denial = {
  readonly group: GroupConfiguration;
  readonly atMs: number;
  readonly reason: RefusalReason;
};

export type MonthStory = {
  readonly configuration: Configuration;
  readonly seed: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly strikes: readonly Strike[];
  readonly denials: readonly Denial[];
  /** By the start of the minute; a minute that is absent is a calm one. */
  readonly weather: ReadonlyMap<number, Weather>;
};

export type MonthRequest = {
  readonly configuration: Configuration;
  readonly seed: string;
  /** The end of the last minute. */
  readonly toMs: number;
  readonly days: number;
};

/** The same request gives the same month. */
export function monthStory({ configuration, seed, toMs: nowMs, days }: MonthRequest): MonthStory {
  const toMs = Math.floor(nowMs / minuteMs) * minuteMs;
  const fromMs = toMs - days * dayMs;
  const random = seededRandom(seedOf(seed, 'story'));
  const planned = workdays(fromMs, toMs).map((day) => plannedOn(day, configuration, random));
  const strikes = planned.flatMap(({ strike }) => (strike === null ? [] : [strike]));
  const denials = planned.flatMap(({ denial }) => (denial === null ? [] : [denial]));
  const inside = ({ atMs }: { readonly atMs: number }) => atMs > fromMs && atMs < toMs - 10 * minuteMs;
  const told = { strikes: worstDataKill(strikes.filter(inside)), denials: denials.filter(inside) };
  const weather = new Map<number, Weather>([
    ...incident(fromMs + 0.26 * (toMs - fromMs), 7, 0.12),
    ...incident(fromMs + 0.61 * (toMs - fromMs), 19, 0.44),
    ...told.strikes.flatMap(({ atMs, weather: felt }) => minutes(atMs, felt)),
  ]);
  return { configuration, seed, fromMs, toMs, ...told, weather };
}

function workdays(fromMs: number, toMs: number): readonly number[] {
  const first = Math.floor(fromMs / dayMs) * dayMs;
  return Array.from({ length: Math.ceil((toMs - first) / dayMs) }, (_, day) => first + day * dayMs).filter(
    (day) => ![0, 6].includes(new Date(day).getUTCDay()),
  );
}

const reasons: readonly RefusalReason[] = ['no-redundancy', 'already-burning', 'rollout-in-progress'];

function plannedOn(dayMs: number, { groups }: Configuration, random: Random) {
  const group = pickOne(random, groups);
  const atMs = dayMs + (9 * 60 + random.below(6 * 60)) * minuteMs + random.below(minuteMs);
  const luck = random.next();
  if (group === undefined) return { strike: null, denial: null };
  if (luck < 0.72) return { strike: strikeOn(group, atMs, random), denial: null };
  const reason = pickOne(random, reasons) ?? 'no-redundancy';
  return { strike: null, denial: luck < 0.84 ? { group, atMs, reason } : null };
}

function strikeOn(group: GroupConfiguration, atMs: number, random: Random): Strike {
  const felt = { web: 0.0006, data: 0.02, 'load-balancer': 0.002 }[group.kind];
  const isFelt = random.next() < 0.3;
  const weather = [{ bad: isFelt ? felt * random.next() : 0, slow: felt + 0.02 * random.next() }];
  const longestMs = { web: 22_000, data: 34_000, 'load-balancer': 6_000 }[group.kind];
  return { group, atMs, replaceMs: 2_000 + random.below(longestMs), weather };
}

/** The second kill of a database goes wrong: the new primary takes a long time. */
function worstDataKill(strikes: readonly Strike[]): readonly Strike[] {
  const [, second] = strikes.filter(({ group }) => group.kind === 'data');
  const weather = [
    { bad: 0.55, slow: 0.3 },
    { bad: 0.31, slow: 0.2 },
  ];
  return strikes.map((strike) => (strike === second ? { ...strike, replaceMs: 92_000, weather } : strike));
}

function incident(atMs: number, length: number, bad: number): readonly (readonly [number, Weather])[] {
  return minutes(
    atMs,
    Array.from({ length }, (_, minute) => ({
      bad: bad * Math.sin((Math.PI * (minute + 0.5)) / length),
      slow: 0.25,
    })),
  );
}

function minutes(atMs: number, weather: readonly Weather[]): readonly (readonly [number, Weather])[] {
  const first = Math.floor(atMs / minuteMs) * minuteMs;
  return weather.map((felt, index) => [first + index * minuteMs, felt] as const);
}
