/** The ports of the daily draw. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { deployed } from '@garbageday/aws/deployed.ts';
import { ec2Faults } from '@garbageday/aws/ec2-faults.ts';
import { experimentScheduler } from '@garbageday/aws/experiment-scheduler.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import { systemClock as clock } from '../clock.ts';
import { configuration } from '../configuration.ts';
import { drawEnvironment } from '../environment/draw.ts';
import { readEnvironment } from '../environment/read-environment.ts';

/** `salt`: makes each stage draw differently. */
export function composeDraw() {
  const env = readEnvironment(drawEnvironment);
  const dynamo = new DynamoDBClient(clientSettings());
  const scheduler = new SchedulerClient(clientSettings());
  return {
    ledger: dynamoLedger({ dynamo, table: env.LEDGER_TABLE, clock }),
    scheduler: experimentScheduler({ scheduler, settings: env.EXPERIMENT_SCHEDULES }),
    configuration: deployed(configuration(), env.FLEET),
    supportedFaults: ec2Faults,
    salt: env.STAGE,
    clock,
  };
}
