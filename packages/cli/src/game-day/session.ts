/** A running stack with its users and its probe, its place on disk, and what the live view needs to know. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { isWhole } from '@garbageday/core/chaos/strike.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { ChaosEvent, LeverPosition } from '@garbageday/core/ports.ts';
import { prepareDirectory } from '@garbageday/local/directory.ts';
import { acquireLock, type Lock } from '@garbageday/local/lock.ts';
import { makeRuntimeDirectory } from '@garbageday/local/processes/runtime-directory.ts';
import { recordedFault } from '@garbageday/local/recorded-fault.ts';
import { defaultStackTiming, type StackTiming } from '@garbageday/local/stack/stack-options.ts';
import type { RunningJourney } from '@garbageday/local/stack/start-probers.ts';
import { type Stack, startStack } from '@garbageday/local/stack.ts';
import type { StackEvent } from '@garbageday/local/stack-event.ts';
import { type SteadyClock, steadyClock } from '@garbageday/local/steady-clock.ts';
import type { LiveState } from '@garbageday/render/live/live-state.ts';
import { narrateOrphan } from '@garbageday/render/narrate/experiment.ts';
import { localLeverOf, openOnDemand } from '../local/ledger-on-demand.ts';
import type { StackOptions } from '../options.ts';
import type { Output } from '../output.ts';
import { abandonOrphans } from './abandon-orphans.ts';
import { type BudgetTally, budgetTally } from './budget-tally.ts';
import { describeLever, describeLoss } from './describe-event.ts';
import { localTimes } from './experiment-settings.ts';
import { type Finding, findingsOf, isEvidence } from './findings.ts';
import { DataLostError, type Interruption } from './interruption.ts';
import { takeKeys } from './keyboard.ts';
import { type LiveModel, liveModel } from './live-model.ts';
import { stackPrograms } from './programs.ts';
import { type ScreenLoop, screenLoop } from './screen-loop.ts';
import { type Timekeeper, timekeeper } from './timekeeper.ts';
import { claimReports } from './write-report.ts';

export type Session = {
  readonly options: StackOptions;
  readonly stack: Stack;
  readonly journeys: readonly RunningJourney[];
  readonly timekeeper: Timekeeper;
  readonly model: LiveModel;
  readonly lock: Lock;
  /** Where the control socket may lie. */
  readonly runtimeDirectory: string;
  /** Tells this run from every other. */
  readonly runId: string;
  /** When users and probe began, in epoch milliseconds. */
  readonly measuredFromMs: number;
  readonly liveState: () => Promise<LiveState>;
  /** About a person's own server; empty for the demo. */
  readonly findings: () => readonly Finding[];
  readonly publish: (event: ChaosEvent) => Promise<void>;
  /** Leaves the last frame on the screen and kills everything, within 2 s. Safe to repeat. */
  readonly close: () => Promise<void>;
};

export type SessionRequest = {
  readonly options: StackOptions;
  readonly output: Output;
  readonly command: 'gameday' | 'up';
  /** null: until it is stopped. */
  readonly durationMs: number | null;
  readonly interruption: Interruption;
};

/** Takes the directory until this process ends, boots the stack, sends the users. Throws `UsageError` for what the
 * person can fix, and `InterruptedError`; what was started by then dies with this process. */
export async function startSession(request: SessionRequest): Promise<Session> {
  const { options, command } = request;
  prepareDirectory(options.directory);
  const lock = acquireLock(options.directory, command, Date.now());
  // Held to the very end: the report still goes there. Also when a second Ctrl-C ends the process at once.
  process.once('exit', lock.release);
  claimReports(options.directory);
  // Known before there is a stack, so that no one waits for kills that cannot come.
  const lever = await leverLeft(options.directory);
  if (request.output.isTty) takeKeys(process.stdin, (signal) => process.kill(process.pid, signal));
  return await boot(request, { lock, lever });
}

/** Where an earlier run, or a person, left the safety lever. */
async function leverLeft(directory: string): Promise<LeverPosition> {
  const file = openOnDemand(directory);
  try {
    return await localLeverOf(file).position();
  } finally {
    file.close();
  }
}

type Found = { readonly lock: Lock; readonly lever: LeverPosition };

async function boot(request: SessionRequest, { lock, lever }: Found): Promise<Session> {
  const { options, interruption } = request;
  const tally = budgetTally(options.configuration);
  const clock = steadyClock();
  const view = liveView(request, { tally, clock, lever });
  if (lever.kind === 'halted') view.model.say(describeLever(lever, { nowMs: clock.now(), ...options }));
  const runtimeDirectory = makeRuntimeDirectory();
  const seen: StackEvent[] = [];
  const timing = timingFor(options);
  try {
    const stack = await interruption.orEnd(
      bootStack(request, { runtimeDirectory, model: view.model, clock, timing, seen }),
    );
    view.attach(stack);
    const orphans = await abandonOrphans(stack.ledger, async (id) => recordedFault(stack.file, id));
    for (const orphan of orphans) view.model.say(narrateOrphan(orphan));
    const listen: Parameters<Stack['startJourneys']>[1] = (slice, totals) => {
      tally.add(slice);
      view.model.slice(slice, totals);
    };
    const started = await Promise.all([
      stack.startJourneys('load', listen),
      stack.startJourneys('judge', listen),
    ]);
    const journeys = started.flat();
    view.watch(journeys);
    const measuredFromMs = clock.now();
    const keeper = keepTime(request, { stack, journeys, model: view.model });
    view.measure(measuredFromMs);
    return {
      ...{ options, stack, journeys, model: view.model, lock, runtimeDirectory, measuredFromMs },
      runId: runIdOf(options.seed, measuredFromMs),
      liveState: view.state,
      findings: () => (options.isOwnServer ? findingsOf(seen, timing.graceMs) : []),
      timekeeper: keeper.timekeeper,
      publish: async (event) => view.model.chaos(event),
      close: once(async () => {
        keeper.stop();
        await view.screen.stop();
        await stack.stop();
      }),
    };
  } catch (error) {
    // It may have come before there was a reaper to do it.
    process.once('exit', () => rmSync(runtimeDirectory, { recursive: true, force: true }));
    // What a person can fix is said in one line, without a picture of what never was.
    await (error instanceof UsageError ? view.screen.discard() : view.screen.stop());
    throw error;
  }
}

/** Anybody's server may need longer than the demo's to finish what it has. */
const ownGraceMs = 10_000;

function timingFor({ isOwnServer }: StackOptions): StackTiming {
  return isOwnServer ? { ...defaultStackTiming, graceMs: ownGraceMs } : defaultStackTiming;
}

type Boot = Pick<Session, 'runtimeDirectory' | 'model'> & {
  readonly clock: SteadyClock;
  readonly timing: StackTiming;
  /** Of a person's own server, for the findings. */
  readonly seen: StackEvent[];
};

async function bootStack(
  { options, interruption }: SessionRequest,
  { runtimeDirectory, model, clock, timing, seen }: Boot,
): Promise<Stack> {
  const { directory, seed, configuration, lb, data, port } = options;
  return await startStack({
    ...{ directory, runtimeDirectory, seed, configuration, lb, data, port, clock },
    programs: stackPrograms(),
    service: await options.loadService(),
    environment: process.env,
    timing,
    onEvent: (event) => {
      if (options.isOwnServer && isEvidence(event)) seen.push(event);
      model.incident(event);
      if (event.kind === 'data-lost') interruption.fail(new DataLostError(describeLoss(event)));
    },
    onFailure: interruption.fail,
  });
}

type View = {
  readonly model: LiveModel;
  readonly screen: ScreenLoop;
  readonly state: () => Promise<LiveState>;
  readonly attach: (stack: Stack) => void;
  /** Users and probe have begun. */
  readonly measure: (fromMs: number) => void;
  readonly watch: (journeys: readonly RunningJourney[]) => void;
};

type Seen = { readonly tally: BudgetTally; readonly clock: SteadyClock; readonly lever: LeverPosition };

/** Drawn from the first moment on, before there is a stack. */
function liveView(
  { options, output, command, durationMs }: SessionRequest,
  { tally, clock, lever }: Seen,
): View {
  let stack: Stack | null = null;
  let measuredFromMs: number | null = null;
  let running: readonly RunningJourney[] = [];
  const { service, journeys } = options.configuration;
  const model = liveModel({
    journeys,
    ...{ service, command, seed: options.seed, durationMs, invocation: options.invocation },
    now: clock.now,
    onEvent: (event) => screen.event(event),
  });
  const state = async () =>
    model.state({
      groups: stack === null ? [] : await stack.fleet.groups(),
      lever: stack === null ? lever : await stack.lever.position(),
      budgets: tally.read(clock.now(), measuredFromMs),
      waits: Object.fromEntries(running.map(({ name, prober }) => [name, prober.oldestWaitMs()])),
    });
  const screen = screenLoop(output, state);
  const attach = (booted: Stack): void => {
    stack = booted;
    model.set({ phase: 'baseline', url: booted.url, platform: booted.platform });
  };
  const measure = (fromMs: number): void => {
    measuredFromMs = fromMs;
    model.measure(fromMs);
  };
  const watch = (started: readonly RunningJourney[]): void => {
    running = started;
  };
  return { model, screen, state, attach, watch, measure };
}

const lookEveryMs = 1_000;

/** Watches the clock until it is stopped. `up` has no end of its own, and shares its ledger's time with whoever reads it. */
function keepTime(
  { command, interruption }: SessionRequest,
  { stack, journeys, model }: Pick<Session, 'stack' | 'journeys' | 'model'>,
): { readonly timekeeper: Timekeeper; readonly stop: () => void } {
  const keeper = timekeeper({
    clock: stack.clock,
    follows: command === 'up',
    isQuiet: async () => (await stack.fleet.groups()).every(isWhole),
    onJump: async (byMs) => {
      model.shift(byMs);
      await Promise.all(journeys.map(({ prober }) => prober.restart()));
    },
    settleMs: localTimes.baselineMs + localTimes.settleMs,
    say: model.say,
  });
  const timer = setInterval(() => keeper.look().catch(interruption.fail), lookEveryMs);
  return { timekeeper: keeper, stop: () => clearInterval(timer) };
}

/** `20261123-163012-tuesday`: sorts by time, and names the seed. */
function runIdOf(seed: string, nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `${stamp}-${seed}`;
}

function once(act: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null;
  return () => {
    done ??= act();
    return done;
  };
}

/** The path of the control socket of a run. */
export function controlSocketOf({ runtimeDirectory }: Pick<Session, 'runtimeDirectory'>): string {
  return join(runtimeDirectory, 'control.sock');
}
