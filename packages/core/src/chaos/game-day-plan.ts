/** The script of a game day: which experiments run on which groups, and when. Pure, so that a seed can be replayed. */

import type { GroupConfiguration } from '../configuration.ts';
import { invariant, UsageError } from '../errors.ts';
import { seededRandom, seedOf, shuffled } from '../time/random.ts';
import type { ExperimentPlan } from './experiment.ts';
import { type FaultName, plannedFault } from './fault.ts';
import type { GroupKind } from './fleet.ts';

export type GameDayRequest = {
  readonly seed: string;
  /** Distinguishes this run's experiments and claims from those of another run with the same seed. */
  readonly runId: string;
  readonly startAtMs: number;
  readonly durationMs: number;
  readonly kills: number;
  readonly groups: readonly GroupConfiguration[];
  /** Nothing is killed before this much of the game day has passed. */
  readonly baselineMs: number;
  /** Minimum time from one kill to the next, and after the last one: to recover, settle and be measured. */
  readonly minSpacingMs: number;
  /** Nothing happens in this last part of the game day, if its duration leaves room for it. */
  readonly tailMs: number;
  readonly mode: ExperimentPlan['mode'];
};

type Act = { readonly kind: GroupKind; readonly fault: FaultName; readonly role: ExperimentPlan['role'] };

/** The acts in order; more kills start over, fewer stop early. */
const script: readonly Act[] = [
  { kind: 'web', fault: 'terminate', role: 'any' },
  { kind: 'data', fault: 'power-cut', role: 'primary' },
  { kind: 'web', fault: 'power-cut', role: 'any' },
  { kind: 'load-balancer', fault: 'power-cut', role: 'any' },
];

/** The timing of a default game day, on the local platform: 80 s for four kills. */
export const gameDayTimes = { baselineMs: 15_000, minSpacingMs: 15_000, tailMs: 5_000 } as const;

/**
 * Plans `kills` experiments, each in its own equal share of the time between baseline and tail; within its share chance
 * decides the moment, so that kills are never closer than `minSpacingMs`. Of several groups of a kind the one is next that was hit least. Acts whose kind of group is not enabled are
 * left out. Throws a UsageError when there is nothing to kill or too little time, naming the shortest duration that works.
 */
export function planGameDay(request: GameDayRequest): readonly ExperimentPlan[] {
  assertKills(request);
  const slotMs = slotOf(request);
  const random = seededRandom(seedOf('gameday', request.seed));
  const hits = new Map<string, number>();
  return cycled(castings(request.groups), request.kills).map(({ act, groups }, index) => {
    const slackMs = random.below(Math.floor(slotMs - request.minSpacingMs) + 1);
    const plannedAtMs = request.startAtMs + request.baselineMs + Math.floor(index * slotMs) + slackMs;
    const hitsOf = ({ name }: GroupConfiguration) => hits.get(name) ?? 0;
    const [group] = shuffled(random, groups).toSorted((a, b) => hitsOf(a) - hitsOf(b));
    invariant(group !== undefined, 'an act has a group');
    hits.set(group.name, hitsOf(group) + 1);
    return planOf(request, { act, group, number: index + 1, plannedAtMs });
  });
}

/** The shortest game day with room for this many kills and a tail, in milliseconds. */
export function shortestGameDayMs(request: Omit<GameDayRequest, 'durationMs'>): number {
  return request.baselineMs + request.kills * request.minSpacingMs + request.tailMs;
}

type Part = {
  readonly act: Act;
  readonly group: GroupConfiguration;
  readonly number: number;
  readonly plannedAtMs: number;
};

function planOf(request: GameDayRequest, { act, group, number, plannedAtMs }: Part): ExperimentPlan {
  return {
    // From the run, not the seed: a ledger that outlives the run must not mistake a second run for a repeat of the
    // first.
    id: `gameday-${request.runId}-${number}`,
    group: group.name,
    ...plannedFault(act.fault, group),
    role: act.role,
    plannedAtMs,
    seed: seedOf('gameday', request.seed, `${number}`),
    claimKey: `gameday/${request.runId}/${number}`,
    hypothesis: group.hypothesis,
    mode: request.mode,
  };
}

type Casting = { readonly act: Act; readonly groups: readonly GroupConfiguration[] };

/** Every act that has at least one enabled group, with its groups. */
function castings(groups: readonly GroupConfiguration[]): readonly Casting[] {
  const playable = script
    .map((act) => ({ act, groups: groups.filter((group) => group.isEnabled && group.kind === act.kind) }))
    .filter((casting) => casting.groups.length > 0);
  if (playable.length === 0) {
    throw new UsageError(
      'There is nothing to kill: no group is enabled. Set isEnabled: true for one in the configuration.',
    );
  }
  return playable;
}

function assertKills({ kills }: GameDayRequest): void {
  if (Number.isSafeInteger(kills) && kills >= 0) return;
  throw new UsageError(`The number of kills is a whole number, 0 or more, not ${kills}.`);
}

function slotOf(request: GameDayRequest): number {
  const { durationMs, baselineMs, minSpacingMs, tailMs, kills } = request;
  const leastMs = kills * minSpacingMs;
  const roomMs = durationMs - baselineMs;
  if (roomMs < leastMs) throw new UsageError(tooShort(request, baselineMs + leastMs));
  return Math.max(leastMs, roomMs - tailMs) / kills;
}

function tooShort(request: GameDayRequest, shortestMs: number): string {
  const { durationMs, baselineMs, kills, minSpacingMs } = request;
  const shortest = seconds(Math.ceil(shortestMs / 1_000) * 1_000);
  return (
    `A game day of ${seconds(durationMs)} is too short for ${kills} ${kills === 1 ? 'kill' : 'kills'}: it takes ${shortest} ` +
    `(${seconds(baselineMs)} of baseline and ${kills} × ${seconds(minSpacingMs)}). ` +
    `Use --duration ${shortest}, or fewer --kills.`
  );
}

function seconds(ms: number): string {
  return `${ms / 1_000}s`;
}

/** The first `length` items of the list repeated endlessly. */
function cycled<T>(items: readonly T[], length: number): readonly T[] {
  return Array.from({ length: Math.ceil(length / items.length) }, () => items)
    .flat()
    .slice(0, length);
}
