/** The report that follows a case, as functions/reporter.ts makes it: first whatever has no end is given one. */

import { deployed, platformOf } from '@garbageday/aws/deployed.ts';
import { readHandle } from '@garbageday/aws/fault-record.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import { ledgerTable } from '@garbageday/aws/table.ts';
import { sortExperiments } from '@garbageday/cli/status/sort-experiments.ts';
import type { ExperimentPlan } from '@garbageday/core/chaos/experiment.ts';
import { type ExperimentRecord, readExperiments } from '@garbageday/core/chaos/transitions.ts';
import type { FaultHandle, Ledger } from '@garbageday/core/ports.ts';
import { readReport } from '@garbageday/core/report/read-report.ts';
import { hourMs } from '@garbageday/core/time/durations.ts';
import { headline } from '@garbageday/render/summary/headline.ts';
import { injectedCount, unmeasuredCount } from '@garbageday/render/summary/kill-row.ts';
import { endDead } from '../../../functions/end-dead.ts';
import { recentLedger } from '../fixtures/recent-ledger.ts';
import type { SweepWorld } from './sweep-world.ts';
import { sweptConfiguration } from './swept-configuration.ts';

/** It comes when no execution can still be under way. */
const afterMs = 4 * hourMs;

export type CaseLedger = {
  readonly world: SweepWorld;
  readonly table: string;
  readonly plan: ExperimentPlan;
};

export type Reported = {
  /** As the execution left it. */
  readonly left: ExperimentRecord;
  /** Once the report is out. */
  readonly closed: ExperimentRecord;
  /** What the report gave an end; more than one is one too many. */
  readonly ended: number;
  /** While it had no end, `status` said so. */
  readonly isListed: boolean;
  readonly headline: string;
  readonly kills: number;
  readonly unmeasured: number;
  readonly handle: FaultHandle | null;
};

export async function nextReport({ world, table, plan }: CaseLedger): Promise<Reported> {
  const { dynamo } = world.clients;
  const nowMs = world.clock.now() + afterMs;
  const clock = { now: () => nowMs, sleep: async () => {} };
  const ledger = recentLedger(dynamoLedger({ dynamo, table, clock }), clock);
  const configuration = deployed(sweptConfiguration(), world.environment.FLEET);
  const recordedFault = (id: string) => readHandle(ledgerTable({ dynamo, table }), id);
  const left = await recordOf(ledger, plan, nowMs);
  let ended = 0;
  const onEnd = () => {
    ended += 1;
  };
  // A second report finds nothing left to end.
  for (let reports = 0; reports < 2; reports += 1) {
    await endDead({ ledger, clock, configuration, recordedFault, onEnd });
  }
  const { timeZone } = configuration.schedule;
  const period = { fromMs: plan.plannedAtMs - hourMs, toMs: nowMs };
  const about = { platform: platformOf(configuration), excluded: [], timeZone };
  const report = await readReport({ ledger }, { configuration, kind: 'day', ...period, ...about });
  return {
    left,
    closed: await recordOf(ledger, plan, nowMs),
    ended,
    isListed: sortExperiments([left], nowMs).unfinished.length === 1,
    headline: headline(report),
    kills: injectedCount(report),
    unmeasured: unmeasuredCount(report),
    handle: await recordedFault(plan.id),
  };
}

async function recordOf(ledger: Ledger, plan: ExperimentPlan, nowMs: number): Promise<ExperimentRecord> {
  const records = await readExperiments(ledger, { fromMs: plan.plannedAtMs - hourMs, toMs: nowMs });
  const record = records.find(({ plan: { id } }) => id === plan.id);
  if (record === undefined) throw new Error(`${plan.id} was drawn, and is not in the ledger`);
  return record;
}
