/** Answers what other terminals ask of this run. */
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { faultNames } from '@garbageday/core/chaos/fault.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { type ControlHandlers, type ControlServer, startControlServer } from '@garbageday/local/control.ts';
import { formatDuration } from '@garbageday/render/format.ts';
import { askedPlan } from '../platform/asked-plan.ts';
import type { KillRequest } from '../platform/platform.ts';
import { readUnfinished } from '../unfinished.ts';
import { buildRunReport } from './build-run-report.ts';
import { controlPaths, type KillResult, type StatusDocument } from './control-protocol.ts';
import type { ExperimentRunner } from './experiment-runner.ts';
import type { Interruption } from './interruption.ts';
import { loadTotals } from './load-totals.ts';
import { controlSocketOf, type Session } from './session.ts';

export type Controlled = {
  readonly session: Session;
  readonly run: ExperimentRunner;
  /** Experiments of this run that have ended; those asked for from outside are added. */
  readonly outcomes: ExperimentOutcome[];
  readonly interruption: Interruption;
};

/** Listens, and says so in the lock. */
export async function openControl(controlled: Controlled): Promise<ControlServer> {
  const { session } = controlled;
  const controlSocket = controlSocketOf(session);
  const server = await startControlServer(controlSocket, handlers(controlled));
  session.lock.publish({ url: session.stack.url, controlSocket });
  return server;
}

function handlers({ session, run, outcomes, interruption }: Controlled): ControlHandlers {
  return {
    [`GET ${controlPaths.status}`]: () => status(session),
    [`GET ${controlPaths.report}`]: () =>
      buildRunReport(session, {
        ...{ experiments: outcomes, users: loadTotals(session.journeys), stored: null },
        ...{ fromMs: session.measuredFromMs, toMs: session.stack.clock.now() },
      }),
    [`POST ${controlPaths.experiments}`]: async (body): Promise<KillResult> => {
      requireBaseline(session);
      const { options, stack } = session;
      const plan = askedPlan(requestOf(body), options.configuration, stack.clock.now());
      const outcome = await session.timekeeper.undisturbed(() => run(plan));
      outcomes.push(outcome);
      return { outcome };
    },
    // Once who asked has been answered: the end closes this server.
    [`POST ${controlPaths.stop}`]: async () => void setImmediate(() => interruption.ask('another terminal')),
  };
}

async function status({ stack, liveState, measuredFromMs }: Session): Promise<StatusDocument> {
  return {
    schema: 'garbageday/status@1',
    pid: process.pid,
    residentBytes: stack.residentBytes(),
    state: await liveState(),
    // Those of earlier runs were ended as this one began.
    unfinished: await readUnfinished(stack.ledger, measuredFromMs),
  };
}

/** After a jump of the clock an experiment would be judged by what was measured before it. */
function requireBaseline({ stack, timekeeper }: Session): void {
  const restMs = timekeeper.heldUntilMs() - stack.clock.now();
  if (restMs <= 0) return;
  throw new UsageError(`the clock was set, or this machine slept; try again in ${formatDuration(restMs)}`);
}

/** @throws UsageError for what is not a request. */
function requestOf(body: unknown): KillRequest {
  const given: object = typeof body === 'object' && body !== null ? body : {};
  const { group, fault, mode }: { group?: unknown; fault?: unknown; mode?: unknown } = given;
  if (typeof group !== 'string') throw new UsageError('group: write the name of a group');
  const known = faultNames.find((one) => one === fault) ?? null;
  if (known === null && fault !== null)
    throw new UsageError(`fault: is one of ${faultNames.join(', ')}, or null`);
  return { group, fault: known, mode: mode === 'armed' ? ('armed' as const) : ('dry-run' as const) };
}
