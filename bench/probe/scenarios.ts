/** Servers with known behaviour. */
import { seededRandom } from '@garbageday/core/time/random.ts';

export type Scenario = {
  readonly name: 'stalls' | 'random stalls' | 'ramp' | 'errors' | 'resets' | 'calm';
  /** One in this many answers is a 500, or a reset; 0: none. */
  readonly errorEvery: number;
  readonly resetEvery: number;
  /** Periods in which nothing is answered until they end; in milliseconds since the start. */
  readonly stalls: readonly (readonly [fromMs: number, toMs: number])[];
  /** How much longer each answer takes for each second since the start; starts over every ten seconds. */
  readonly rampMsPerSecond: number;
};

const calm = { errorEvery: 0, resetEvery: 0, stalls: [], rampMsPerSecond: 0 };
const baseMs = 5;
const longestMs = 120_000;

export const scenarios: readonly Scenario[] = [
  { ...calm, name: 'calm' },
  { ...calm, name: 'stalls', stalls: every(5_000, () => [3_500, 1_000]) },
  { ...calm, name: 'random stalls', stalls: randomStalls() },
  { ...calm, name: 'ramp', rampMsPerSecond: 60 },
  { ...calm, name: 'errors', errorEvery: 100 },
  { ...calm, name: 'resets', resetEvery: 100 },
];

function every(periodMs: number, part: (index: number) => readonly [atMs: number, lengthMs: number]) {
  return Array.from({ length: longestMs / periodMs }, (_, index) => {
    const [atMs, lengthMs] = part(index);
    return [index * periodMs + atMs, index * periodMs + atMs + lengthMs] as const;
  });
}

function randomStalls() {
  const random = seededRandom('stalls');
  return every(2_500, () => [random.next() * 1_200, 200 + random.next() * 1_000]);
}

/** How long the answer to a request at this moment takes. */
export function delayOf({ stalls, rampMsPerSecond }: Scenario, atMs: number): number {
  const stall = stalls.find(([fromMs, toMs]) => atMs >= fromMs && atMs < toMs);
  const ramp = ((atMs / 1_000) % 10) * rampMsPerSecond;
  return (stall === undefined ? 0 : stall[1] - atMs) + baseMs + ramp;
}

/** How long users who arrive evenly between two moments wait: in milliseconds, ascending. */
export function truthOf(scenario: Scenario, fromMs: number, toMs: number): readonly number[] {
  return Array.from({ length: Math.floor(toMs - fromMs) }, (_, index) =>
    delayOf(scenario, fromMs + index),
  ).sort((a, b) => a - b);
}
