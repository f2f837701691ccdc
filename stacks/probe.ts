/** The probe: every minute, for 55 seconds, whole journeys through the load balancer. */
import { metricNamespaces } from '@garbageday/aws/contract/metric-names.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { Inside } from './entrance.ts';
import type { Foundation } from './foundation.ts';
import { publishMetrics, writeLedger } from './grants.ts';
import { handlers } from './handlers.ts';
import { createFunction } from './lambda.ts';
import { probePlan } from './measuring.ts';
import { createSchedule } from './schedule.ts';

type ProbeInput = {
  readonly foundation: Foundation;
  readonly config: Configuration;
  readonly targetUrl: $util.Output<string>;
  /** Before the servers serve, every minute would be a bad one. */
  readonly inService: readonly $util.Resource[];
  readonly inside: Inside | null;
};

/** It can write slices and metrics, and reach its target; it can read nothing. Returns what starts it. */
export function deployProbe({
  foundation,
  config,
  targetUrl,
  inService,
  inside,
}: ProbeInput): sst.aws.CronV2 {
  const { ledger, reserve } = foundation;
  const { variable, timeout, concurrent } = probePlan(config);
  const probe = createFunction('Probe', {
    handler: handlers.probe,
    description: 'Measures what users feel, for one minute',
    memory: '256 MB',
    timeout,
    // A minute that was missed cannot be measured later; the missing slice says so.
    retries: 0,
    maxEventAgeSeconds: 60,
    // Scheduler starts within a minute, not on the second: the next probe may overlap the last, a third never.
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
  return createSchedule('EveryMinuteProbe', {
    schedule: 'rate(1 minute)',
    timeZone: 'UTC',
    function: probe,
    event: { kind: 'probe', scheduledTime: '<aws.scheduler.scheduled-time>' },
    retries: 0,
    maxEventAgeSeconds: 60,
    deadLetters: null,
    after: inService,
  });
}
