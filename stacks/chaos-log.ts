/** Every event of an experiment, in a log that the dashboard shows, and as a metric that charts can mark. */
import { metricNamespaces } from '@garbageday/aws/contract/metric-names.ts';
import { eventSource } from '@garbageday/aws/contract/names.ts';
import type { Foundation } from './foundation.ts';
import { resourceName } from './naming.ts';

export type ChaosLog = { readonly name: $util.Output<string> };

export function deployChaosLog({ bus, deadLetters }: Foundation, keepsData: boolean): ChaosLog {
  const log = new aws.cloudwatch.LogGroup(
    'ChaosLog',
    { name: `/aws/events/${resourceName('chaos')}`, retentionInDays: 400 },
    { protect: keepsData },
  );
  const rule = new aws.cloudwatch.EventRule('ChaosLogRule', {
    name: resourceName('chaos-log'),
    eventBusName: bus.name,
    eventPattern: JSON.stringify({ source: [eventSource] }),
  });
  new aws.cloudwatch.EventTarget('ChaosLogTarget', {
    rule: rule.name,
    eventBusName: bus.name,
    arn: log.arn,
    retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3_600 },
    deadLetterConfig: { arn: deadLetters.events.arn },
  });
  letEventsWrite(log, rule);
  markInjections(log);
  return { name: log.name };
}

/**
 * EventBridge writes to a log by the log's own policy, not by a role. It names the rule when it puts events, and not when
 * it creates the stream for them (EventBridge user guide, "CloudWatch Logs permissions"): one statement for each.
 */
function letEventsWrite(log: aws.cloudwatch.LogGroup, rule: aws.cloudwatch.EventRule): void {
  const both = {
    resources: [$interpolate`${log.arn}:*`],
    principals: [{ type: 'Service', identifiers: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] }],
  };
  new aws.cloudwatch.LogResourcePolicy('ChaosLogPolicy', {
    policyName: resourceName('chaos-log'),
    policyDocument: aws.iam.getPolicyDocumentOutput({
      statements: [
        { ...both, actions: ['logs:CreateLogStream'] },
        {
          ...both,
          actions: ['logs:PutLogEvents'],
          conditions: [{ test: 'ArnEquals', variable: 'aws:SourceArn', values: [rule.arn] }],
        },
      ],
    }).json,
  });
}

/** A point for every injected fault, to be drawn over what the users felt. */
function markInjections(log: aws.cloudwatch.LogGroup): void {
  new aws.cloudwatch.LogMetricFilter('ChaosInjections', {
    name: resourceName('injections'),
    logGroupName: log.name,
    pattern: '{ $.detail.transition.state.kind = "injected" }',
    metricTransformation: {
      namespace: metricNamespaces($app.stage).chaos,
      name: 'Injected',
      value: '1',
      unit: 'Count',
    },
  });
}
