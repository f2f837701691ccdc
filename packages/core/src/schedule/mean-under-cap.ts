/** What the daily cap makes of the mean: a draw that it refuses is lost, so kills of a group come less often. */
import type { ChaosSchedule } from '../config/configuration.ts';
import { chanceOf } from './draw.ts';
import { seededRandom, shuffled } from './random.ts';

/** The mean of so many drawn days is within 1% of the true one (standard error 0.5%, three groups of mean 5). */
const simulatedDays = 50_000;

type Rhythm = Pick<ChaosSchedule, 'meanDaysBetween' | 'minDaysBetween' | 'maxPerDay'>;

/**
 * Mean workdays between two kills of one group when so many groups draw by this rhythm and share its cap.
 * `meanDaysBetween` itself where the cap cannot bind; otherwise by drawing 50,000 workdays from one fixed seed, as `planDays`
 * draws them: a group that fires beyond the cap is refused, and starts no cooldown.
 */
export function meanUnderCap(rhythm: Rhythm, groups: number): number {
  if (groups <= rhythm.maxPerDay) return rhythm.meanDaysBetween;
  return (groups * simulatedDays) / killsIn(simulatedDays, rhythm, groups);
}

/** Even with every day used, some group would wait longer than its mean. */
export function isMeanOutOfReach({ meanDaysBetween, maxPerDay }: Rhythm, groups: number): boolean {
  return groups > meanDaysBetween * maxPerDay;
}

function killsIn(days: number, rhythm: Rhythm, groups: number): number {
  const random = seededRandom('mean under cap');
  const chance = chanceOf(rhythm);
  const freeFrom = new Map(Array.from({ length: groups }, (_, group) => [group, 0]));
  let kills = 0;
  for (let day = 0; day < days; day += 1) {
    const free = [...freeFrom].filter(([, from]) => from <= day).map(([group]) => group);
    const fired = free.filter(() => random.next() < chance);
    for (const group of shuffled(random, fired).slice(0, rhythm.maxPerDay)) {
      freeFrom.set(group, day + rhythm.minDaysBetween);
      kills += 1;
    }
  }
  return kills;
}
