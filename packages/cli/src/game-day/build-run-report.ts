/** The report of a run, from what the ledger holds of it. */
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { slicePageSize } from '@garbageday/core/probe/read-slices.ts';
import { readLosses } from '@garbageday/core/report/read-losses.ts';
import type { GameDayReport } from '@garbageday/core/report/report.ts';
import { runReport } from '@garbageday/core/report/run-report.ts';
import type { ProberTotals } from '@garbageday/prober/messages.ts';
import { localTimes } from './experiment-settings.ts';
import type { Session } from './session.ts';

export type RunSoFar = {
  readonly experiments: readonly ExperimentOutcome[];
  /** Of all loads together. */
  readonly users: ProberTotals;
  /** null: the database was not asked. */
  readonly stored: number | null;
  readonly fromMs: number;
  readonly toMs: number;
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
      losses: await readLosses(stack.ledger, { fromMs, toMs }),
      sliceSeconds: localTimes.sliceSeconds,
      baselineMs: localTimes.baselineMs,
    },
    pagesOf(session, run),
  );
}

/** Of all journeys, one after the other. */
async function* pagesOf({ stack, options }: Session, { fromMs, toMs }: RunSoFar) {
  const { service, journeys } = options.configuration;
  const query = { service, fromMs: wholeSecond(fromMs), toMs, pageSize: slicePageSize };
  for (const { name } of journeys) yield* stack.ledger.slices({ ...query, journey: name });
}

/** The first slice may have begun just before the first request. */
function wholeSecond(ms: number): number {
  return Math.floor(ms / 1_000) * 1_000;
}
