/** Users for a service that has none yet: an open loop at the configured rate, measured like the real ones. */
import { metricNamespaces } from '@garbageday/aws/contract/metric-names.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { Inside } from './entrance.ts';
import type { Foundation } from './foundation.ts';
import { publishMetrics, writeLedger } from './grants.ts';
import { handlers } from './handlers.ts';
import { createFunction } from './lambda.ts';
import { usersPlan } from './measuring.ts';
import { createSchedule } from './schedule.ts';

type UsersInput = {
  readonly foundation: Foundation;
  readonly config: Configuration;
  readonly targetUrl: $util.Output<string>;
  /** Before the servers serve, every minute would be a bad one. */
  readonly inService: readonly $util.Resource[];
  readonly inside: Inside | null;
};

export function deployUsers({
  foundation,
  config,
  targetUrl,
  inService,
  inside,
}: UsersInput): sst.aws.Function {
  const { ledger, reserve } = foundation;
  const { variable, timeout, concurrent } = usersPlan(config);
  const users = createFunction('Users', {
    handler: handlers.users,
    description: 'Plays the users, for one minute',
    memory: '1024 MB',
    timeout,
    // Twice the users would be as wrong as none.
    retries: 0,
    maxEventAgeSeconds: 60,
    reserved: reserve(concurrent),
    environment: {
      STAGE: $app.stage,
      LEDGER_TABLE: ledger.name,
      METRICS_NAMESPACE: metricNamespaces($app.stage).probe,
      TARGET_URL: targetUrl,
      MEASURING: variable,
    },
    permissions: [writeLedger(ledger), publishMetrics(metricNamespaces($app.stage).probe)],
    secrets: [],
    configuration: null,
    deadLetters: null,
    inside,
  });
  createSchedule('EveryMinuteUsers', {
    schedule: 'rate(1 minute)',
    timeZone: 'UTC',
    function: users,
    event: { kind: 'users', scheduledTime: '<aws.scheduler.scheduled-time>' },
    retries: 0,
    maxEventAgeSeconds: 60,
    deadLetters: null,
    after: inService,
  });
  return users;
}
