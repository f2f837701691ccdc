/** What a stage's ledger and lever say about the coming draws. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { deployed } from '@garbageday/aws/deployed.ts';
import { ec2Faults } from '@garbageday/aws/ec2-faults.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import { killsOf } from '@garbageday/core/chaos/draw-once.ts';
import type { FaultName } from '@garbageday/core/chaos/fault.ts';
import { readExperiments } from '@garbageday/core/chaos/fold-experiment.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { LeverPosition } from '@garbageday/core/ports.ts';
import { chaosCalendar } from '@garbageday/core/schedule/calendar.ts';
import type { Kill } from '@garbageday/core/schedule/plan-days.ts';
import { systemClock } from '@garbageday/local/clock.ts';
import { onStage } from './on-stage.ts';

const dayMs = 86_400_000;

export type Past = {
  /** With the groups that the stage has. */
  readonly configuration: Configuration;
  readonly supportedFaults: ReadonlySet<FaultName>;
  readonly kills: readonly Kill[];
  readonly lever: LeverPosition;
  /** Nothing of today is drawn to happen before it. */
  readonly nowMs: number;
};

/**
 * As far back as a cooldown can reach. Today was drawn before its window opened, so it is drawn here as of that moment,
 * by what had been killed until then: a plan that is made at noon shows the same day as one that is made at breakfast.
 */
export async function readPastOnAws(
  stage: string,
  configuration: Configuration,
  nowMs: number,
): Promise<Past> {
  const { schedule } = configuration;
  const calendar = chaosCalendar(schedule);
  const opensMs = calendar.spanOf(calendar.dayOf(nowMs)).fromMs;
  const asOfMs = Math.min(nowMs, opensMs);
  const fromMs = asOfMs - (schedule.minDaysBetween * 7 + 31) * dayMs;
  return await onStage({ name: stage, clock: systemClock() }, async ({ directory, lever, clock }) => {
    const dynamo = new DynamoDBClient(clientSettings());
    try {
      const ledger = dynamoLedger({ dynamo, table: directory.ledgerTable, clock });
      const experiments = await readExperiments(ledger, { fromMs, toMs: asOfMs });
      const kills = killsOf(experiments).filter(({ atMs }) => atMs < asOfMs);
      const there = deployed(configuration, directory.fleet);
      return {
        ...{ configuration: there, supportedFaults: ec2Faults, kills },
        ...{ lever: await lever.position(), nowMs: asOfMs },
      };
    } finally {
      dynamo.destroy();
    }
  });
}
