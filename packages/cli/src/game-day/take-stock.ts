/** The end of a run: no more users, and a count of what there is. */
import { setTimeout as delay } from 'node:timers/promises';
import { endExperiments, unmeasured } from '@garbageday/core/chaos/end-experiments.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { isUnderWay } from '@garbageday/core/chaos/fold-experiment.ts';
import type { FaultHandle, Interval, Ledger } from '@garbageday/core/ports.ts';
import type { GameDayReport } from '@garbageday/core/report/report.ts';
import { recordedFault } from '@garbageday/local/recorded-fault.ts';
import { buildRunReport } from './build-run-report.ts';
import type { InterruptedError } from './interruption.ts';
import { loadTotals } from './load-totals.ts';
import type { Session } from './session.ts';

/** Whoever closes a terminal waits no longer for the last count, and data that is lost cannot be counted. */
const hurriedMs = 1_200;

/** The end of a run that was cut short: its experiments end here, and what was measured so far is reported. */
export async function takeStockEarly(
  session: Session,
  outcomes: readonly ExperimentOutcome[],
  { why }: InterruptedError,
): Promise<GameDayReport> {
  const { ledger, clock, file } = session.stack;
  const untilNow = { fromMs: session.measuredFromMs, toMs: clock.now() };
  const text = `stopped by ${why} before its end`;
  const found = async (id: string) => recordedFault(file, id);
  const cut = await cutShort(ledger, { interval: untilNow, text, recordedFault: found });
  return await takeStock(session, [...outcomes, ...cut], hurriedMs);
}

/** Longer than any request may take. */
const patienceMs = 20_000;

/**
 * Stops all journeys, asks the database what it holds, kills everything, and builds the report meanwhile. What has not
 * been counted within `withinMs` is left uncounted, and the report says so.
 */
export async function takeStock(
  session: Session,
  experiments: readonly ExperimentOutcome[],
  withinMs = patienceMs,
): Promise<GameDayReport> {
  const { stack, model, journeys, measuredFromMs: fromMs } = session;
  model.set({ phase: 'reporting' });
  model.announce(null);
  const tooLate = delay(withinMs, null, { ref: false });
  const counted = await Promise.race([count(session), tooLate]);
  const toMs = stack.clock.now();
  // What follows needs the ledger alone.
  const killed = stack.kill();
  const totals = counted?.totals ?? loadTotals(journeys);
  const report = await buildRunReport(session, {
    experiments,
    users: totals,
    stored: counted?.stored ?? null,
    fromMs,
    toMs,
  });
  await killed;
  return report;

  async function count({ stack, journeys }: Session) {
    await Promise.all(journeys.map(({ prober }) => prober.stop()));
    return { totals: loadTotals(journeys), stored: await stack.countStored() };
  }
}

type Cut = {
  /** Of the run so far: what is under way ends with it. */
  readonly interval: Interval;
  /** One sentence: who ended it. */
  readonly text: string;
  readonly recordedFault: (experimentId: string) => Promise<FaultHandle | null>;
};

/** Returns what became of them. There is nothing to undo: the servers die with their supervisor. */
export async function cutShort(
  ledger: Pick<Ledger, 'transitions' | 'recordTransition'>,
  { interval, text, recordedFault }: Cut,
): Promise<readonly ExperimentOutcome[]> {
  return await endExperiments(ledger, {
    interval,
    isToEnd: isUnderWay,
    endOf: () => ({ atMs: interval.toMs, reason: { kind: 'operator', text } }),
    recordedFault,
    impactOf: unmeasured,
  });
}
