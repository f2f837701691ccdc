/** A running stack with its users and its probe, its place on disk, and what the live view needs to know. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '@garbageday/core/errors.ts';
import type { ChaosEvent, LeverPosition } from '@garbageday/core/ports.ts';
import type { ServerFinding } from '@garbageday/core/report/finding.ts';
import { prepareDirectory } from '@garbageday/local/directory.ts';
import { acquireLock, type Lock } from '@garbageday/local/lock.ts';
import { makeRuntimeDirectory } from '@garbageday/local/processes/runtime-directory.ts';
import { recordedFault } from '@garbageday/local/recorded-fault.ts';
import type { Disagreement } from '@garbageday/local/stack/compare-copies.ts';
import { defaultStackTiming, type StackTiming } from '@garbageday/local/stack/stack-options.ts';
import type { RunningJourney } from '@garbageday/local/stack/start-probers.ts';
import { type Stack, startStack } from '@garbageday/local/stack.ts';
import { type SteadyClock, steadyClock } from '@garbageday/local/steady-clock.ts';
import type { LiveState } from '@garbageday/render/live/live-state.ts';
import { narrateOrphan } from '@garbageday/render/narrate/experiment.ts';
import { localLeverOf, openOnDemand } from '../local/ledger-on-demand.ts';
import type { StackOptions } from '../options.ts';
import { leverMoves } from '../otlp/lever-moves.ts';
import { openOtlp } from '../otlp/open-otlp.ts';
import type { Output } from '../output.ts';
import { abandonOrphans } from './abandon-orphans.ts';
import { describeLever, describeLoss } from './describe-event.ts';
import { type Evidence, evidenceOf, findingsOf } from './findings.ts';
import { DataLostError, type Interruption } from './interruption.ts';
import { keepTime } from './keep-time.ts';
import { takeKeys } from './keyboard.ts';
import { type Keys, keysOf } from './keys.ts';
import { liveBudgets } from './live-budgets.ts';
import { type LiveMeasurements, liveMeasurements, liveMetrics } from './live-metrics.ts';
import { type LiveModel, liveModel } from './live-model.ts';
import { type LivePage, openLivePage, remembered } from './live-page.ts';
import { markKills } from './mark-kills.ts';
import { once } from './once.ts';
import { stackPrograms } from './programs.ts';
import { runIdOf } from './run-id.ts';
import { type ScreenLoop, screenLoop } from './screen-loop.ts';
import { shownGroups } from './shown-groups.ts';
import type { Timekeeper } from './timekeeper.ts';
import { claimReports } from './write-report.ts';

export type Session = {
  readonly options: StackOptions;
  readonly stack: Stack;
  readonly journeys: readonly RunningJourney[];
  readonly timekeeper: Timekeeper;
  readonly model: LiveModel;
  readonly lock: Lock;
  readonly keys: Keys;
  /** Where the control socket may be. */
  readonly runtimeDirectory: string;
  /** Identifies this run. */
  readonly runId: string;
  /** When users and probe began, in epoch milliseconds. */
  readonly measuredFromMs: number;
  readonly liveState: () => Promise<LiveState>;
  readonly page: LivePage;
  /** Findings about the user's own server; empty for the demo. `disagreements`: as far as its copies were compared. */
  readonly findings: (disagreements: readonly Disagreement[]) => readonly ServerFinding[];
  readonly publish: (event: ChaosEvent) => Promise<void>;
  /** The servers are about to be stopped: terminal, page and metrics go on showing them as they are now. */
  readonly hold: () => Promise<void>;
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

/**
 * Takes the directory until this process ends, boots the stack and starts the users. Throws `UsageError` for what the
 * person can fix, and `InterruptedError`; what was started by then dies with this process.
 */
export async function startSession(request: SessionRequest): Promise<Session> {
  const { options, command } = request;
  prepareDirectory(options.directory);
  const lock = acquireLock(options.directory, command, Date.now());
  // Held to the very end, because the report still goes there; released even if a second Ctrl-C ends the process at
  // once.
  process.once('exit', lock.release);
  claimReports(options.directory);
  // Checked before there is a stack, so that no one waits for kills that cannot come.
  const lever = await leverLeft(options.directory);
  return await boot(request, { lock, lever });
}

/** The position in which an earlier run, or a person, left the safety lever. */
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
  let shown: LivePage | null = null;
  const groups = options.configuration.groups.map(({ name }) => name);
  const keys = keysOf(groups, { end: () => interruption.ask('the key q'), open: () => shown?.open() });
  const measured = liveMeasurements(options.configuration);
  const clock = steadyClock();
  let told: (position: LeverPosition) => void = () => {};
  const view = liveView(request, { measured, clock, lever, keys, onLever: (position) => told(position) });
  const metrics = liveMetrics(measured, { ...view, now: clock.now });
  const page = await openLivePage(options.page, { ...view, ...options, metrics: metrics.scrape });
  shown = page;
  const otlp = await openOtlp(
    { ...request, ...options.configuration, seed: options.seed },
    { ...view.model, ...clock, families: metrics.families },
  );
  told = leverMoves(lever, { now: clock.now, tell: otlp.chaos });
  const marks = markKills(request, view.model);
  if (lever.kind === 'halted') view.model.say(describeLever(lever, { nowMs: clock.now(), ...options }));
  const runtimeDirectory = makeRuntimeDirectory();
  const seen: Evidence[] = [];
  const timing = timingFor(options);
  try {
    await metrics.open(options.metricsPort);
    const stack = await interruption.orEnd(
      bootStack(request, { runtimeDirectory, model: view.model, clock, timing, seen }),
    );
    view.attach(stack);
    await sayOrphans(stack, view.model);
    const listen: Parameters<Stack['startJourneys']>[1] = (slice, totals) => {
      measured.slice(slice);
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
      ...{ options, stack, journeys, model: view.model, lock, keys, runtimeDirectory, measuredFromMs },
      runId: runIdOf(options.seed, measuredFromMs),
      liveState: view.state,
      findings: (disagreements) =>
        options.isOwnServer ? findingsOf(seen, { ...timing, disagreements, memory: stack.memory() }) : [],
      timekeeper: keeper.timekeeper,
      page,
      hold: view.hold,
      publish: async (event) => {
        for (const each of [measured, otlp, marks, view.model]) each.chaos(event);
      },
      close: once(async () => {
        keeper.stop();
        try {
          await otlp.freeze();
          await view.screen.stop();
          await Promise.all([page.rest(), metrics.close()]);
        } finally {
          // Whatever became of the screen, servers do not outlive the run.
          await Promise.all([stack.stop(), otlp.close(), marks.close()]);
        }
      }),
    };
  } catch (error) {
    // The process may end before there is a reaper to remove it.
    process.once('exit', () => rmSync(runtimeDirectory, { recursive: true, force: true }));
    // What a person can fix is reported in one line, without a last frame of a run that never began.
    await (error instanceof UsageError ? view.screen.discard() : view.screen.stop());
    await Promise.all([page, metrics, otlp, marks].map(({ close }) => close()));
    throw error;
  }
}

async function sayOrphans({ ledger, file }: Stack, { say }: LiveModel): Promise<void> {
  const orphans = await abandonOrphans(ledger, async (id) => recordedFault(file, id));
  for (const orphan of orphans) say(narrateOrphan(orphan));
}

/** A user's own server may need longer than the demo's to finish its requests. */
const ownGraceMs = 10_000;

function timingFor({ isOwnServer }: StackOptions): StackTiming {
  return isOwnServer ? { ...defaultStackTiming, graceMs: ownGraceMs } : defaultStackTiming;
}

type Boot = Pick<Session, 'runtimeDirectory' | 'model'> & {
  readonly clock: SteadyClock;
  readonly timing: StackTiming;
  /** Events of the user's own server, for the findings. */
  readonly seen: Evidence[];
};

async function bootStack(
  { options, interruption }: SessionRequest,
  { runtimeDirectory, model, clock, timing, seen }: Boot,
): Promise<Stack> {
  const { directory, seed, configuration, lb, data, port } = options;
  const isEvidence = evidenceOf(configuration.groups);
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
  /** The last frame that was drawn, unless it is old. */
  readonly recent: () => Promise<LiveState>;
  readonly attach: (stack: Stack) => void;
  readonly hold: Session['hold'];
  /** Users and probe have begun. */
  readonly measure: (fromMs: number) => void;
  readonly watch: (journeys: readonly RunningJourney[]) => void;
};

type Seen = {
  readonly measured: LiveMeasurements;
  readonly clock: SteadyClock;
  readonly lever: LeverPosition;
  readonly keys: Keys;
  /** Where it is now, whenever that is looked up. */
  readonly onLever: (position: LeverPosition) => void;
};

/** Drawn from the first moment, before there is a stack. */
function liveView(
  { options, output, command, durationMs }: SessionRequest,
  { measured, clock, lever, keys, onLever }: Seen,
): View {
  let stack: Stack | null = null;
  const groups = shownGroups();
  let measuredFromMs: number | null = null;
  let running: readonly RunningJourney[] = [];
  const { service, journeys } = options.configuration;
  const model = liveModel({
    journeys,
    ...{ service, command, seed: options.seed, durationMs, invocation: options.invocation },
    now: clock.now,
    onEvent: (event) => screen.event(event),
  });
  const leverNow = async (): Promise<LeverPosition> => {
    const position = stack === null ? lever : await stack.lever.position();
    onLever(position);
    return position;
  };
  const { state, recent } = remembered(async () => {
    const nowMs = clock.now();
    return model.state({
      groups: await groups.read(),
      lever: await leverNow(),
      budgets: liveBudgets(options.configuration, measured.read(nowMs), { nowMs, bornMs: measuredFromMs }),
      waits: Object.fromEntries(running.map(({ name, prober }) => [name, prober.oldestWaitMs()])),
    });
  });
  const interrupt = (signal: NodeJS.Signals) => process.kill(process.pid, signal);
  const press = (key: string): void => {
    keys.press(key);
    screen.showNow();
  };
  const areTaken = output.isTty && takeKeys(process.stdin, { interrupt, press });
  const screen = screenLoop(output, state, () => (areTaken ? keys.help() : null));
  const attach = (booted: Stack): void => {
    stack = booted;
    groups.attach(booted.fleet);
    model.set({ phase: 'baseline', url: booted.url, platform: booted.platform });
  };
  const measure = (fromMs: number): void => {
    measuredFromMs = fromMs;
    model.measure(fromMs);
  };
  const watch = (started: readonly RunningJourney[]): void => {
    running = started;
  };
  return { model, screen, state, recent, attach, hold: groups.hold, watch, measure };
}

/** The path of the control socket of a run. */
export function controlSocketOf({ runtimeDirectory }: Pick<Session, 'runtimeDirectory'>): string {
  return join(runtimeDirectory, 'control.sock');
}
