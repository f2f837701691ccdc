/** The ports of the site: the ledger, and the bucket. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { reportedIn } from '@garbageday/aws/deployed.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import { systemClock as clock } from '../clock.ts';
import { configuration } from '../configuration.ts';
import { readEnvironment } from '../environment/read-environment.ts';
import { siteEnvironment } from '../environment/site.ts';

export function composeSite() {
  const env = readEnvironment(siteEnvironment);
  const stage = { fleet: env.FLEET, traffic: env.TRAFFIC, hasUsers: env.HAS_USERS === 'true' };
  const dynamo = new DynamoDBClient(clientSettings());
  // A session, which the SDK would open for a directory bucket, needs a permission of its own.
  const settings = { ...clientSettings(), disableS3ExpressSessionAuth: true };
  return {
    ...reportedIn(stage, configuration()),
    ledger: dynamoLedger({ dynamo, table: env.LEDGER_TABLE, clock }),
    bucket: { s3: new S3Client(settings), bucket: env.SITE_BUCKET, prefix: env.SITE_PREFIX },
  };
}
