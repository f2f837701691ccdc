/** One experiment with one fault, from its start to its end, through as many processes as it takes. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ExperimentPlan } from '@garbageday/core/chaos/experiment.ts';
import type { Meddle } from '../emulators/start-gateway.ts';
import { caseLedger } from './case-ledger.ts';
import { type CaseOutcome, type Ending, judgeCase, type Terminated } from './judge-case.ts';
import { meddler, type Turns } from './meddler.ts';
import type { Told } from './process-main.ts';
import type { SweepCase } from './sweep-case.ts';
import type { SweepWorld } from './sweep-world.ts';
import type { SweptProcess } from './swept-process.ts';

export type CaseRun = {
  readonly outcome: CaseOutcome;
  readonly isReached: boolean;
  /** By name and number, in order. */
  readonly calls: readonly string[];
};

/** Processes that are ready, and start again when they were killed. */
export type Processes = {
  readonly take: () => SweptProcess;
  readonly giveBack: (process: SweptProcess) => void;
};

export type CaseOptions = {
  readonly world: SweepWorld;
  readonly processes: Processes;
  readonly swept: SweepCase | null;
  readonly isNaive?: boolean;
  /** Before the meddling of the case. */
  readonly around?: (meddle: Meddle) => Meddle;
};

/** Lambda's longest invocation of the experiment (packages/sst/src/experiment.ts). */
const invocationMs = 120_000;

/** As long as a client waits for a word (client-settings.ts). */
const silenceMs = 10_000;

/** Invocations that fail one after the other before the sweep's Lambda gives up; of its own, AWS names no number. */
const maxFailures = 6;

export async function runCase(options: CaseOptions): Promise<CaseRun> {
  const { world, swept, processes } = options;
  await world.makeWhole();
  const plan = planAt(world.clock.now());
  const table = await caseLedger(world.clients.dynamo, plan);
  const execution = executionOf(options, plan, table);
  const { meddle, calls, isReached } = meddler(swept, execution.turns);
  world.meddleWith(options.around === undefined ? meddle : options.around(meddle));
  try {
    const ending = await execution.toTheEnd();
    const { terminated } = execution;
    const outcome = await judgeCase({ world, table, plan, ending, terminated });
    return { outcome, isReached: isReached(), calls: [...calls()] };
  } finally {
    world.meddleWith(null);
    for (const process of execution.processes()) processes.giveBack(process);
    await world.moveLever({ kind: 'released' });
  }
}

function planAt(nowMs: number): ExperimentPlan {
  const id = `sweep-${randomUUID().slice(0, 8)}`;
  const hypothesis = { maxBadProbes: 0, maxP99Ms: 300, maxRecoverMs: 60_000 };
  const what = { group: 'web', fault: 'terminate', role: 'any', mode: 'armed' } as const;
  return { ...what, id, claimKey: `web/${id}`, seed: id, plannedAtMs: Math.floor(nowMs), hypothesis };
}

function executionOf(options: CaseOptions, plan: ExperimentPlan, table: string) {
  const { world, swept, processes, isNaive = false } = options;
  const arn = `arn:aws:lambda:eu-central-1:123456789012:function:chaos:live/durable-execution/${plan.id}/1`;
  const terminated: Terminated[] = [];
  const [overtaken, ended] = [Promise.withResolvers<'overtaken'>(), Promise.withResolvers<void>()];
  let current = processes.take();
  let isHalted = false;
  let late: { readonly process: SweptProcess; readonly told: Promise<unknown> } | null = null;
  world.service.start(arn, { kind: 'experiment', plan });

  const turns: Turns = {
    turn: async () => {
      if (swept?.resumed === '70 s') world.clock.skip(70_000);
      if (swept?.resumed !== 'lever' && swept?.resumed !== 'overtaken') return;
      const reason = 'somebody pulled it';
      await world.moveLever({ kind: 'halted', reason, sinceMs: Math.floor(world.clock.now()) });
      isHalted = true;
    },
    giveUp: () => world.clock.skip(silenceMs),
    die: () => current.kill(),
    freeze: () => current.freeze(),
    thaw: async () => {
      const frozen = current;
      if (swept?.resumed === 'overtaken') {
        world.clock.skip(invocationMs);
        overtaken.resolve('overtaken');
        await ended.promise;
      } else await delay(20);
      frozen.thaw();
      return swept?.resumed === 'overtaken' || swept?.resumed === '70 s' ? 'late' : 'soon';
    },
    onTerminate: (instanceId) => {
      terminated.push({ instanceId, isAfterLever: isHalted });
    },
  };

  const invoke = async (): Promise<Told | { readonly kind: 'died' }> => {
    if (!current.isAlive()) current = processes.take();
    const wiring = { environment: { ...world.environment, LEDGER_TABLE: table }, isNaive };
    // What Auto Scaling does while nobody runs.
    if (terminated.length > 0) await world.makeWhole();
    const told = current.invoke({ invocation: world.service.invocation(arn), wiring });
    const first = await Promise.race([told, ...(late === null ? [overtaken.promise] : [])]);
    if (first !== 'overtaken') return first;
    late = { process: current, told };
    current = processes.take();
    return { kind: 'died' };
  };

  const toTheEnd = async (): Promise<Ending> => {
    const ending = await untilEnded(world, arn, invoke);
    ended.resolve();
    await late?.told;
    return ending;
  };
  return {
    turns,
    terminated,
    toTheEnd,
    processes: () => (late === null ? [current] : [current, late.process]),
  };
}

/** Invokes again and again: after waits, whose time is skipped, and after invocations that failed. */
async function untilEnded(
  { service, clock }: SweepWorld,
  arn: string,
  invoke: () => Promise<Told | { readonly kind: 'died' }>,
): Promise<Ending> {
  for (let failures = 0; failures < maxFailures; ) {
    const told = await invoke();
    if (told.kind !== 'answered') {
      failures += 1;
      continue;
    }
    if (told.output.Status === 'SUCCEEDED') return 'succeeded';
    if (told.output.Status === 'FAILED') return 'failed';
    failures = 0;
    const dueMs = service.nextDueMs(arn);
    if (dueMs !== null) clock.skip(Math.max(0, dueMs - clock.now()) + 1);
    service.wake(arn, clock.now());
  }
  return 'dead';
}
