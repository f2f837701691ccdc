/** The report of a run, from what the ledger holds of it. */

import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { readSlices } from '@garbageday/core/probe/read-slices.ts';
import { buildReport } from '@garbageday/core/report/build-report.ts';
import { readLosses } from '@garbageday/core/report/read-losses.ts';
import type { GameDayReport } from '@garbageday/core/report/report.ts';
import type { ProberTotals } from '@garbageday/prober/messages.ts';
import { localTimes } from './experiment-settings.ts';
import type { Session } from './session.ts';

export type RunSoFar = {
  readonly experiments: readonly ExperimentOutcome[];
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
  const read = (journey: 'users' | 'probe') =>
    readSlices(stack.ledger, { service: configuration.service, journey, fromMs: wholeSecond(fromMs), toMs });
  const [users, probe, losses] = await Promise.all([
    read('users'),
    read('probe'),
    readLosses(stack.ledger, { fromMs, toMs }),
  ]);
  return buildReport({
    platform: { name: 'local', ...stack.platform },
    ...{ seed, fromMs, toMs, configuration },
    readyMs: stack.readyMs,
    experiments: run.experiments,
    users: { ...run.users, stored: run.stored },
    slices: { users, probe },
    losses,
    sliceSeconds: localTimes.sliceSeconds,
    baselineMs: localTimes.baselineMs,
  });
}

/** The first slice may have begun just before the first request. */
function wholeSecond(ms: number): number {
  return Math.floor(ms / 1_000) * 1_000;
}
