/** The report on a run, from its data in the ledger. */
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { slicePageSize } from '@garbageday/core/probe/read-slices.ts';
import { readLosses } from '@garbageday/core/report/read-losses.ts';
import type { GameDayReport } from '@garbageday/core/report/report.ts';
import { runReport } from '@garbageday/core/report/run-report.ts';
import type { Disagreement } from '@garbageday/local/stack/compare-copies.ts';
import { localTimes } from './experiment-settings.ts';
import type { CountedTotals } from './load-totals.ts';
import type { Session } from './session.ts';

export type RunSoFar = {
  readonly experiments: readonly ExperimentOutcome[];
  /** The totals of all loads. */
  readonly users: CountedTotals;
  /** null: the database was not queried. */
  readonly stored: number | null;
  readonly fromMs: number;
  readonly toMs: number;
  /** Between copies of a person's server; empty while the run goes on. */
  readonly disagreements: readonly Disagreement[];
};

export async function buildRunReport(session: Session, run: RunSoFar): Promise<GameDayReport> {
  const { stack, options } = session;
  const { configuration, seed } = options;
  const { fromMs, toMs } = run;
  return await runReport(
    {
      platform: { name: 'local', ...stack.platform },
      ...{ seed, fromMs, toMs, configuration },
      readyMs: stack.readyMs,
      experiments: run.experiments,
      users: { ...run.users, stored: run.stored },
      findings: session.findings(run.disagreements),
      losses: await readLosses(stack.ledger, { fromMs, toMs }),
      sliceSeconds: localTimes.sliceSeconds,
      baselineMs: localTimes.baselineMs,
    },
    pagesOf(session, run),
  );
}

/** Pages of all journeys, one after the other. */
async function* pagesOf({ stack, options }: Session, { fromMs, toMs }: RunSoFar) {
  const { service, journeys } = options.configuration;
  const query = { service, fromMs: wholeSecond(fromMs), toMs, pageSize: slicePageSize };
  for (const { name } of journeys) yield* stack.ledger.slices({ ...query, journey: name });
}

/** The first slice may have begun just before the first request. */
function wholeSecond(ms: number): number {
  return Math.floor(ms / 1_000) * 1_000;
}
