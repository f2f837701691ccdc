/** The report of a period from a stage's ledger. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import type { FleetGroup } from '@garbageday/aws/fleet-group.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import type { Configuration } from '@garbageday/core/config/configuration.ts';
import type { Interval } from '@garbageday/core/ports.ts';
import { readReport } from '@garbageday/core/report/read-report.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import { systemClock } from '@garbageday/local/clock.ts';
import { onStage } from './on-stage.ts';

export async function readStagePeriod(
  name: string,
  configuration: Configuration,
  period: Interval,
): Promise<Report> {
  return await onStage({ name, clock: systemClock() }, async ({ directory, clock }) => {
    const dynamo = new DynamoDBClient(clientSettings());
    try {
      return await readReport(
        { ledger: dynamoLedger({ dynamo, table: directory.ledgerTable, clock }) },
        {
          ...{ configuration, ...period, kind: 'window', excluded: [] },
          platform: platformOf(configuration, directory.fleet),
          timeZone: configuration.schedule.timeZone,
        },
      );
    } finally {
      dynamo.destroy();
    }
  });
}

/** Only a pair of HAProxies is a group that can be hit. */
function platformOf({ groups }: Configuration, fleet: readonly FleetGroup[]): Report['platform'] {
  const own = groups.filter(({ kind }) => kind === 'load-balancer').map(({ name }) => name);
  const hasOwn = fleet.some(({ group }) => own.includes(group));
  return { name: 'aws', lb: hasOwn ? 'HAProxy' : 'ALB', data: 'MongoDB' };
}
