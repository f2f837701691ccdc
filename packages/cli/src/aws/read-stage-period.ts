/** The report of a period from a stage's ledger. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { deployed, needingUsers, platformOf, withoutUsers } from '@garbageday/aws/deployed.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import { expandExclusions } from '@garbageday/config/expand-exclusions.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { Interval } from '@garbageday/core/ports.ts';
import { readReport } from '@garbageday/core/report/read-report.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import { systemClock } from '@garbageday/local/clock.ts';
import { onStage } from './on-stage.ts';

/** Slices are kept this long (domain.md §8). */
const keptMs = 400 * 86_400_000;

export async function readStagePeriod(
  name: string,
  configuration: Configuration,
  period: Interval,
): Promise<Report> {
  return await onStage({ name, clock: systemClock() }, async ({ directory, clock }) => {
    const dynamo = new DynamoDBClient(clientSettings());
    const known = { fromMs: period.toMs - keptMs, toMs: period.toMs };
    const fleet = deployed(configuration, directory.fleet);
    const there = directory.hasUsers ? fleet : withoutUsers(fleet);
    try {
      return await readReport(
        { ledger: dynamoLedger({ dynamo, table: directory.ledgerTable, clock }) },
        {
          ...{ configuration: there, ...period, kind: 'window' },
          excluded: expandExclusions(configuration.exclusions, known),
          platform: platformOf(there),
          timeZone: configuration.schedule.timeZone,
          notEvaluated: directory.hasUsers ? [] : needingUsers(fleet),
        },
      );
    } finally {
      dynamo.destroy();
    }
  });
}
