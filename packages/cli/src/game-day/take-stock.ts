/** The end of a run: no more users, and a count of what is stored. */
import { setTimeout as delay } from 'node:timers/promises';
import { endExperiments, unmeasured } from '@garbageday/core/chaos/end-experiments.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { isUnderWay } from '@garbageday/core/chaos/transitions.ts';
import type { FaultHandle, Interval, Ledger } from '@garbageday/core/ports.ts';
import type { GameDayReport } from '@garbageday/core/report/report.ts';
import { recordedFault } from '@garbageday/local/recorded-fault.ts';
import { buildRunReport } from './build-run-report.ts';
import type { InterruptedError } from './interruption.ts';
import { auditedTotals } from './load-totals.ts';
import type { Session } from './session.ts';

/** Someone who closes a terminal waits no longer for the last count, and lost data cannot be counted. */
const hurriedMs = 1_200;

/** The end of a run that was cut short: its experiments are ended, and what was measured so far is reported. */
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
  return await takeStock(session, [...outcomes, ...cut], { withinMs: hurriedMs, compareWithinMs: 0 });
}

type Patience = {
  /** For the count of what is stored. */
  readonly withinMs: number;
  /** For what the copies of a person's server answer; 0: they are not asked. */
  readonly compareWithinMs: number;
};

/** Longer than any request may take. */
const patient: Patience = { withinMs: 20_000, compareWithinMs: 20_000 };

/**
 * Stops all journeys, asks the database what it holds and the copies whether they agree, kills everything, and builds the report meanwhile.
 * What has not been counted within `withinMs` is left uncounted, and the report says so.
 */
export async function takeStock(
  session: Session,
  experiments: readonly ExperimentOutcome[],
  { withinMs, compareWithinMs }: Patience = patient,
): Promise<GameDayReport> {
  const { stack, model, journeys, measuredFromMs: fromMs } = session;
  model.set({ phase: 'reporting' });
  model.announce(null);
  const tooLate = delay(withinMs, null, { ref: false });
  const counted = await Promise.race([count(session), tooLate]);
  const toMs = stack.clock.now();
  const disagreements = compareWithinMs === 0 ? [] : await disagreementsOf(stack, compareWithinMs);
  await session.hold();
  // What follows needs only the ledger.
  const killed = stack.kill();
  const totals = counted?.totals ?? auditedTotals(journeys, stack.audit);
  const report = await buildRunReport(session, {
    experiments,
    users: totals,
    stored: counted?.stored ?? null,
    fromMs,
    toMs,
    disagreements,
  });
  await killed;
  return report;

  async function count({ stack, journeys }: Session) {
    await Promise.all(journeys.map(({ prober }) => prober.stop()));
    return { totals: auditedTotals(journeys, stack.audit), stored: await stack.audit.countStored() };
  }
}

async function disagreementsOf({ disagreements }: Session['stack'], withinMs: number) {
  const tooLate: ReturnType<typeof disagreements> = delay(withinMs, [], { ref: false });
  return await Promise.race([disagreements(), tooLate]);
}

type Cut = {
  /** The interval of the run so far: running experiments end with it. */
  readonly interval: Interval;
  /** One sentence that says who ended it. */
  readonly text: string;
  readonly recordedFault: (experimentId: string) => Promise<FaultHandle | null>;
};

/** Returns their outcomes. There is nothing to undo: the servers die with their supervisor. */
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
