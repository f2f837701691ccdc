/** Wall-clock time in an IANA time zone, daylight saving included, by the engine's own zone data (ECMA-402). */

import { UsageError } from '../errors.ts';
import type { Interval } from '../ports.ts';
import { dayMs, minuteMs } from './durations.ts';

/** What the wall clock shows: `YYYY-MM-DD`, and minutes since midnight, 0–1439. */
export type WallTime = { readonly date: string; readonly minuteOfDay: number };

export type Zone = {
  readonly name: string;
  readonly wallTimeOf: (atMs: number) => WallTime;
  /**
   * The first instant, in epoch milliseconds, at which the wall clock shows this time. A time that a clock change skips
   * gives the first instant after the gap; one that occurs twice gives the first occurrence. 1440 is the next midnight.
   */
  readonly instantOf: (wallTime: WallTime) => number;
  /**
   * Every instant at which the wall clock shows a time in `[from, to)`: ascending, half-open. One interval on most
   * days, two if the clock is set back within it, none if the clock skips all of it.
   */
  readonly intervalsOf: (from: WallTime, to: WallTime) => readonly Interval[];
};

/** @throws UsageError unless the name is an IANA time zone. */
export function zoneOf(name: string): Zone {
  const why = whyNotZone(name);
  if (why !== null) throw new UsageError(`${why}.`);
  const format = formatOf(name);
  const wallMs = (atMs: number): number => {
    const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
    return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
  };
  return {
    name,
    wallTimeOf: (atMs) => {
      const wall = wallMs(atMs);
      return { date: dateOf(wall), minuteOfDay: (wall - Date.parse(dateOf(wall))) / minuteMs };
    },
    instantOf: (wallTime) => firstInstant(wallMs, asUtc(wallTime)),
    intervalsOf: (from, to) => intervals(wallMs, { fromMs: asUtc(from), toMs: asUtc(to) }),
  };
}

/** The wall time read as if it were UTC. */
function asUtc({ date, minuteOfDay }: WallTime): number {
  return Date.parse(date) + minuteOfDay * minuteMs;
}

/** `date` moved by whole calendar days. */
export function addDays(date: string, days: number): string {
  return dateOf(Date.parse(date) + days * dayMs);
}

/** 1 = Monday … 7 = Sunday (ISO 8601). */
export function weekdayOf(date: string): number {
  // 1970-01-01 was a Thursday.
  const days = Date.parse(date) / dayMs + 3;
  return (((days % 7) + 7) % 7) + 1;
}

function dateOf(utcMs: number): string {
  return new Date(utcMs).toISOString().slice(0, 10);
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
}

/**
 * `wanted` is what the wall clock should read, as if it were UTC. The clock is assumed to change at most once around
 * it.
 */
function intervals(wallMs: (atMs: number) => number, wanted: Interval): readonly Interval[] {
  const [first, last] = [wanted.fromMs - dayMs, wanted.toMs + dayMs];
  const [before, after] = [wallMs(first) - first, wallMs(last) - last];
  if (before === after) return [{ fromMs: wanted.fromMs - before, toMs: wanted.toMs - before }];
  const changeMs = changeOf(wallMs, { fromMs: first, toMs: last });
  const earlier = { fromMs: wanted.fromMs - before, toMs: Math.min(wanted.toMs - before, changeMs) };
  const later = { fromMs: Math.max(wanted.fromMs - after, changeMs), toMs: wanted.toMs - after };
  const found = [earlier, later].filter(({ fromMs, toMs }) => fromMs < toMs);
  return found.length === 2 && earlier.toMs === later.fromMs
    ? [{ fromMs: earlier.fromMs, toMs: later.toMs }]
    : found;
}

/** The first minute of an interval with the same offset as its end. */
function changeOf(wallMs: (atMs: number) => number, { fromMs, toMs }: Interval): number {
  const offsetAt = (atMs: number): number => wallMs(atMs) - atMs;
  const last = offsetAt(toMs);
  let [before, after] = [fromMs, toMs];
  while (after - before > minuteMs) {
    const middle = before + Math.floor((after - before) / minuteMs / 2) * minuteMs;
    if (offsetAt(middle) === last) after = middle;
    else before = middle;
  }
  return after;
}

/** `wallMs` reads the wall clock at an instant as if it were UTC; `wanted` is what it should read. */
function firstInstant(wallMs: (atMs: number) => number, wanted: number): number {
  // The offsets of the day before and the day after are the only two that can be in force at the wanted time.
  const offsets = [wanted - dayMs, wanted + dayMs].map((atMs) => wallMs(atMs) - atMs);
  const candidates = offsets.map((offset) => wanted - offset);
  const exact = candidates.filter((atMs) => wallMs(atMs) === wanted);
  return exact.length > 0 ? Math.min(...exact) : endOfGap(wallMs, wanted, candidates);
}

/** The wall clock jumps over `wanted` somewhere between the candidates: bisects to the first minute after the jump. */
function endOfGap(wallMs: (atMs: number) => number, wanted: number, candidates: readonly number[]): number {
  let before = Math.min(...candidates);
  let after = Math.max(...candidates);
  while (after - before > minuteMs) {
    const middle = before + Math.floor((after - before) / minuteMs / 2) * minuteMs;
    if (wallMs(middle) < wanted) before = middle;
    else after = middle;
  }
  return after;
}

/**
 * The first parts of names with a slash (https://data.iana.org/time-zones/theory.html#naming; `backward` for the
 * links).
 */
const regions = new Set(
  `Africa America Antarctica Arctic Asia Atlantic Australia Brazil Canada Chile Etc Europe Indian Mexico Pacific US`.split(
    ' ',
  ),
);

/** The names without a slash that are links in the IANA data and mean one place or UTC. */
const plainLinks = new Set(
  (
    'UTC UCT GMT Greenwich Universal Zulu Cuba Egypt Eire GB GB-Eire Hongkong Iceland Iran Israel Jamaica Japan ' +
    'Kwajalein Libya NZ NZ-CHAT Navajo PRC Poland Portugal ROC ROK Singapore Turkey W-SU ' +
    'CST6CDT EST5EDT MST7MDT PST8PDT'
  ).split(' '),
);

/**
 * Why a text does not name a time zone, as a clause without a full stop; `null` when it does. Canonical names, their
 * links and `UTC` are accepted, spelled as IANA spells them. Abbreviations are not: `BST` would be Asia/Dhaka, `IST`
 * Asia/Calcutta.
 */
export function whyNotZone(text: string): string | null {
  const meant = meaningOf(text);
  if (meant === null) {
    return `"${text}" is not an IANA time zone; write a name such as "Europe/Berlin" or "UTC"`;
  }
  if (text !== meant && text.toLowerCase() === meant.toLowerCase()) {
    return `"${text}" is not an IANA time zone; did you mean "${meant}"?`;
  }
  if (plainLinks.has(text) || isPlace(text)) return null;
  return `"${text}" is not an IANA time zone: it would mean ${meant}; write a place, such as "Europe/London"`;
}

function isPlace(text: string): boolean {
  const [region = '', ...places] = text.split('/');
  return regions.has(region) && places.length > 0 && places.every((place) => /^[A-Z]/.test(place));
}

/** The zone that the engine resolves it to, whatever its case (ECMA-402). */
function meaningOf(text: string): string | null {
  // It also accepts offsets such as +01:00, which have no daylight saving and are not names.
  if (!/^[A-Za-z]/.test(text)) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}
