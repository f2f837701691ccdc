/** How the daily cap changes the mean: a draw that the cap refuses is lost, so a group is killed less often. */
import type { ChaosSchedule } from '../configuration.ts';
import { seededRandom, shuffled } from '../time/random.ts';
import { chanceOf } from './draw.ts';

/**
 * If the chain would take more steps than this, days are simulated instead: within 1% of the truth (standard error
 * 0.5%).
 */
const mostSteps = 20_000;
const simulatedDays = 50_000;

/** How much of the weight may still move: results are shown with two decimals. */
const settledAt = 1e-9;

export type Rhythm = Pick<ChaosSchedule, 'meanDaysBetween' | 'minDaysBetween' | 'maxPerDay'>;

/**
 * Mean workdays between two kills of one group when `groups` groups draw by this rhythm and share its cap:
 * `meanDaysBetween` itself if the cap cannot bind; otherwise the stationary rate of the Markov chain whose state is how
 * many groups were hit on each of the last `minDaysBetween − 1` workdays: the others are free, each fires with its
 * chance, and what fires beyond the cap is refused and starts no cooldown.
 */
export function meanUnderCap(rhythm: Rhythm, groups: number): number {
  if (groups <= rhythm.maxPerDay) return rhythm.meanDaysBetween;
  const kills = killsADay(rhythm, groups);
  return kills === null ? drawnMeanUnderCap(rhythm, groups) : groups / kills;
}

/** Whether some group would wait longer than its mean even if every day were used. */
export function isMeanOutOfReach({ meanDaysBetween, maxPerDay }: Rhythm, groups: number): boolean {
  return groups > meanDaysBetween * maxPerDay;
}

/** Kills on each of the last workdays, the latest first. */
type Recent = readonly number[];

/** Exact, by following the chain until it settles; `null` when that takes too long. */
function killsADay(rhythm: Rhythm, groups: number): number | null {
  let states = new Map<string, number>([['0,'.repeat(rhythm.minDaysBetween - 1), 1]]);
  for (let steps = 0; steps < mostSteps; steps += states.size) {
    const { next, kills } = dayLater(states, rhythm, groups);
    if (moved(states, next) < settledAt) return kills;
    // Averaged with the day before, the distribution settles even if the chain is periodic.
    states = averaged(states, next);
  }
  return null;
}

function dayLater(states: ReadonlyMap<string, number>, rhythm: Rhythm, groups: number) {
  const next = new Map<string, number>();
  let kills = 0;
  for (const [key, weight] of states) {
    const recent = recentOf(key);
    const free = groups - recent.reduce((sum, count) => sum + count, 0);
    for (const [count, chance] of killsOf(free, rhythm).entries()) {
      if (chance === 0) continue;
      const later = keyOf([count, ...recent].slice(0, rhythm.minDaysBetween - 1));
      next.set(later, (next.get(later) ?? 0) + weight * chance);
      kills += weight * chance * count;
    }
  }
  return { next, kills };
}

function keyOf(recent: Recent): string {
  return recent.map((count) => `${count},`).join('');
}

function recentOf(key: string): Recent {
  return key.split(',').slice(0, -1).map(Number);
}

/** The probability of each number of kills on a day with `free` free groups: binomial, cut off at the cap. */
function killsOf(free: number, rhythm: Rhythm): readonly number[] {
  const chance = chanceOf(rhythm);
  const fired = Array.from({ length: free }).reduce<readonly number[]>(
    (sums) => [...sums, 0].map((sum, count) => sum * (1 - chance) + (sums[count - 1] ?? 0) * chance),
    [1],
  );
  const kept = fired.slice(0, rhythm.maxPerDay);
  const rest = fired.slice(rhythm.maxPerDay).reduce((sum, each) => sum + each, 0);
  return [...kept, rest];
}

function moved(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  return [...averaged(a, b)].reduce((sum, [key, mean]) => sum + 2 * Math.abs(mean - (a.get(key) ?? 0)), 0);
}

function averaged(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): Map<string, number> {
  const keys = new Set([...a.keys(), ...b.keys()]);
  return new Map([...keys].map((key) => [key, ((a.get(key) ?? 0) + (b.get(key) ?? 0)) / 2]));
}

/** The same, by drawing 50,000 workdays from a fixed seed as `planDays` does. */
export function drawnMeanUnderCap(rhythm: Rhythm, groups: number): number {
  const random = seededRandom('mean under cap');
  const chance = chanceOf(rhythm);
  const freeFrom = new Map(Array.from({ length: groups }, (_, group) => [group, 0]));
  let kills = 0;
  for (let day = 0; day < simulatedDays; day += 1) {
    const free = [...freeFrom].filter(([, from]) => from <= day).map(([group]) => group);
    const fired = free.filter(() => random.next() < chance);
    for (const group of shuffled(random, fired).slice(0, rhythm.maxPerDay)) {
      freeFrom.set(group, day + rhythm.minDaysBetween);
      kills += 1;
    }
  }
  return Math.max(rhythm.meanDaysBetween, (groups * simulatedDays) / kills);
}
