/** One storm against one stack. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stackPrograms } from '@garbageday/cli/game-day/programs.ts';
import { isWhole } from '@garbageday/core/chaos/eligibility.ts';
import type { Group, GroupKind, Instance } from '@garbageday/core/chaos/fleet.ts';
import type { Random } from '@garbageday/core/ports.ts';
import { mergeSlices } from '@garbageday/core/probe/merge-slices.ts';
import type { ErrorCounts, Slice } from '@garbageday/core/probe/slice.ts';
import { pickOne, seededRandom } from '@garbageday/core/time/random.ts';
import { wordCountService } from '@garbageday/demo/service.ts';
import { makeRuntimeDirectory } from '@garbageday/local/processes/runtime-directory.ts';
import { defaultStackTiming } from '@garbageday/local/stack/stack-options.ts';
import { type Stack, startStack } from '@garbageday/local/stack.ts';
import { steadyClock } from '@garbageday/local/steady-clock.ts';
import type { ProberTotals } from '@garbageday/prober/messages.ts';
import type { StormOptions } from './storm-options.ts';

export type StormKill = {
  readonly slot: string;
  readonly role: Instance['role'];
  readonly atMs: number;
  /** The longest that a user waited between this kill and the next, in milliseconds. */
  readonly longestWaitMs: number;
  /** From the kill until every group was whole again, in milliseconds. */
  readonly wholeAfterMs: number;
};

type Felt = Pick<ProberTotals, 'sent' | 'failed' | 'retried'>;

export type StormResult = {
  readonly platform: Stack['platform'];
  readonly readyMs: number;
  readonly peakResidentBytes: number | null;
  /** Web servers and primaries alternately. */
  readonly kills: readonly StormKill[];
  readonly serversKilled: Felt;
  /** Then one load balancer, whose connections break. */
  readonly loadBalancerKilled: Felt & { readonly longestWaitMs: number };
  readonly acknowledged: number;
  readonly stored: number;
  /** What went wrong for users, by kind. */
  readonly errors: ErrorCounts;
  readonly isClean: boolean;
};

type Storm = { readonly stack: Stack; readonly slices: Slice[]; readonly random: Random };

export async function runStorm(
  options: StormOptions & { readonly lb: 'haproxy' | 'embedded' },
  say: (line: string) => void,
): Promise<StormResult> {
  const directory = mkdtempSync(join(tmpdir(), 'garbageday-storm-'));
  try {
    const stack = await startStack({
      ...{ directory, seed: options.seed, configuration: options.configuration, port: 0 },
      ...{
        lb: options.lb,
        data: options.data,
        programs: stackPrograms(),
        service: wordCountService,
        environment: process.env,
      },
      runtimeDirectory: makeRuntimeDirectory(),
      timing: defaultStackTiming,
      clock: steadyClock(),
      onEvent: () => {},
      onFailure: (error) => say(`storm: ${String(error)}`),
    });
    try {
      return await rage(stack, options, say);
    } finally {
      await stack.stop();
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function rage(stack: Stack, options: StormOptions, say: (line: string) => void): Promise<StormResult> {
  const storm: Storm = { stack, slices: [], random: seededRandom(options.seed) };
  const peak = peakOf(stack);
  const [load] = await stack.startJourneys('load', (slice) => storm.slices.push(slice));
  if (load === undefined) throw new Error('the configuration has no load');
  const users = load.prober;
  await stack.clock.sleep(3_000);
  const kills: StormKill[] = [];
  for (let number = 0; number < options.kills; number += 1) {
    const kill = await strike(storm, number, number % 2 === 0 ? 'web' : 'data');
    kills.push(kill);
    say(
      `storm: ${number + 1}/${options.kills} ${kill.slot} dead, longest wait ${Math.round(kill.longestWaitMs)} ms`,
    );
  }
  const serversKilled = users.totals();
  const loadBalancerKill = await strike(storm, options.kills, 'load-balancer');
  const totals = await users.stop();
  const stored = (await stack.audit.countStored()) ?? -1;
  const isClean =
    totals.failed === 0 && serversKilled.retried === 0 && totals.acknowledged === stored && kills.length > 0;
  return {
    ...{
      platform: stack.platform,
      readyMs: stack.readyMs,
      peakResidentBytes: peak.stop(),
      kills,
      stored,
      isClean,
    },
    serversKilled: feltIn(serversKilled),
    loadBalancerKilled: {
      sent: totals.sent - serversKilled.sent,
      failed: totals.failed - serversKilled.failed,
      retried: totals.retried - serversKilled.retried,
      longestWaitMs: loadBalancerKill.longestWaitMs,
    },
    acknowledged: totals.acknowledged,
    errors: mergeSlices(storm.slices).errors,
  };
}

function feltIn({ sent, failed, retried }: ProberTotals): Felt {
  return { sent, failed, retried };
}

/**
 * Cuts the power of a random member, or of the primary; returns when everything is whole and the slices have arrived.
 */
async function strike({ stack, slices, random }: Storm, number: number, kind: GroupKind): Promise<StormKill> {
  const { clock } = stack;
  const groups = await untilWhole(stack);
  const members = groups.filter((group) => group.kind === kind).flatMap((group) => livingOf(group));
  const primary = members.find(({ role }) => role === 'primary');
  const target = primary ?? pickOne(random, members);
  if (target === undefined) throw new Error(`there is no ${kind} to kill`);
  const atMs = clock.now();
  await stack.injector.inject({
    ...{ experimentId: `storm-${number}`, fault: 'power-cut', target },
    // A storm needs no gate: it kills what it started itself a minute ago.
    lastLook: async () => ({ kind: 'granted', isFresh: () => true }),
  });
  await untilNotWhole(stack, target);
  await untilWhole(stack);
  const wholeAfterMs = clock.now() - atMs;
  await clock.sleep(1_000 + random.below(500));
  await untilTold(stack, slices, clock.now());
  const felt = slices.filter(({ startMs }) => startMs > atMs - 1_000);
  const longestWaitMs = Math.max(0, ...felt.map((slice) => slice.longestMs));
  return { slot: target.slot, role: target.role, atMs, longestWaitMs, wholeAfterMs };
}

function livingOf(group: Group): readonly Instance[] {
  return group.instances
    .filter(({ state }) => state === 'running')
    .toSorted((a, b) => a.id.localeCompare(b.id));
}

const patienceMs = 60_000;

async function until(stack: Stack, what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = stack.clock.now() + patienceMs;
  while (!(await holds())) {
    if (stack.clock.now() > deadline) throw new Error(`${what}: not within ${patienceMs} ms`);
    await stack.clock.sleep(50);
  }
}

async function untilWhole(stack: Stack): Promise<readonly Group[]> {
  await until(stack, 'every group is whole', async () => (await stack.fleet.groups()).every(isWhole));
  return stack.fleet.groups();
}

async function untilNotWhole(stack: Stack, { id }: Instance): Promise<void> {
  await until(stack, `${id} is gone`, async () =>
    (await stack.fleet.groups()).every((group) =>
      group.instances.every((instance) => instance.id !== id || instance.state !== 'running'),
    ),
  );
}

/** Slices arrive when their last request has ended. */
async function untilTold(stack: Stack, slices: readonly Slice[], nowMs: number): Promise<void> {
  await until(stack, 'the slices are here', async () => (slices.at(-1)?.startMs ?? 0) >= nowMs - 1_000);
}

function peakOf(stack: Stack) {
  let peak = stack.residentBytes();
  const timer = setInterval(() => {
    const now = stack.residentBytes();
    if (now !== null && peak !== null) peak = Math.max(peak, now);
  }, 500);
  return {
    stop: () => {
      clearInterval(timer);
      return peak;
    },
  };
}
