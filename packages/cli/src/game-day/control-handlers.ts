/** Answers the requests of other terminals to this run. */
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
import type { KeyActions } from './keys.ts';
import { pageHands } from './live-page.ts';
import { auditedTotals } from './load-totals.ts';
import { controlSocketOf, type Session } from './session.ts';

export type Controlled = {
  readonly session: Session;
  readonly run: ExperimentRunner;
  /** Experiments of this run that have ended; those requested from outside are added. */
  readonly outcomes: ExperimentOutcome[];
  readonly interruption: Interruption;
};

/** Listens, and publishes the socket in the lock. */
export async function openControl(controlled: Controlled): Promise<ControlServer> {
  const { session } = controlled;
  const controlSocket = controlSocketOf(session);
  const server = await startControlServer(controlSocket, handlers(controlled));
  session.page.attach(pageHands(controlled.session, (request) => killNow(controlled, request)));
  session.lock.publish({ url: session.stack.url, controlSocket });
  session.keys.enable(keyActions(controlled));
  return server;
}

function handlers(controlled: Controlled): ControlHandlers {
  const { session, outcomes, interruption } = controlled;
  return {
    [`GET ${controlPaths.status}`]: () => status(session),
    [`GET ${controlPaths.report}`]: () =>
      buildRunReport(session, {
        ...{
          experiments: outcomes,
          users: auditedTotals(session.journeys, session.stack.audit),
          stored: null,
          disagreements: [],
        },
        ...{ fromMs: session.measuredFromMs, toMs: session.stack.clock.now() },
      }),
    [`POST ${controlPaths.experiments}`]: (body) => killNow(controlled, requestOf(body)),
    // Deferred until the request has been answered, because ending the run closes this server.
    [`POST ${controlPaths.stop}`]: async () => void setImmediate(() => interruption.ask('another terminal')),
  };
}

/** Runs one experiment as soon as possible. Throws a UsageError if it could not be judged now. */
async function killNow(
  { session, run, outcomes }: Pick<Controlled, 'session' | 'run' | 'outcomes'>,
  request: KillRequest,
): Promise<KillResult> {
  requireBaseline(session);
  const { options, stack } = session;
  const plan = askedPlan(request, options.configuration, stack.clock.now());
  const outcome = await session.timekeeper.undisturbed(() => run(plan));
  outcomes.push(outcome);
  return { outcome };
}

async function status({ stack, liveState, measuredFromMs }: Session): Promise<StatusDocument> {
  return {
    schema: 'garbageday/status@1',
    pid: process.pid,
    residentBytes: stack.residentBytes(),
    state: await liveState(),
    // Those of earlier runs were ended when this one began.
    unfinished: await readUnfinished(stack.ledger, measuredFromMs),
  };
}

/** After a jump of the clock, an experiment would be judged by what was measured before the jump. */
function requireBaseline({ stack, timekeeper }: Session): void {
  const restMs = timekeeper.heldUntilMs() - stack.clock.now();
  if (restMs <= 0) return;
  throw new UsageError(`the clock was set, or this machine slept; try again in ${formatDuration(restMs)}`);
}

/** @throws UsageError if the body is not a request. */
function requestOf(body: unknown): KillRequest {
  const given: object = typeof body === 'object' && body !== null ? body : {};
  const { group, fault, mode }: { group?: unknown; fault?: unknown; mode?: unknown } = given;
  if (typeof group !== 'string') throw new UsageError('group: write the name of a group');
  const known = faultNames.find((one) => one === fault) ?? null;
  if (known === null && fault !== null)
    throw new UsageError(`fault: is one of ${faultNames.join(', ')}, or null`);
  return { group, fault: known, mode: mode === 'armed' ? ('armed' as const) : ('dry-run' as const) };
}

/** What keys do, as another terminal would; what fails is a line of the log. */
function keyActions({ session, run, outcomes }: Controlled): KeyActions {
  const { stack, options, model } = session;
  const attempt = (work: Promise<unknown>): void => {
    work.catch((error: Error) => model.say({ tone: 'bad', text: error.message }));
  };
  return {
    kill: (group) => {
      const { mode } = options.configuration;
      attempt(killNow({ session, run, outcomes }, { group, fault: null, mode }));
    },
    halt: () => attempt(stack.lever.halt('by a key in its own terminal')),
    resume: () => attempt(stack.lever.resume()),
  };
}
