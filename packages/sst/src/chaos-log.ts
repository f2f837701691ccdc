/** Every event of an experiment, in a log that the dashboard shows, and as a metric that charts can mark. */
import { metricNamespaces } from '@garbageday/aws/contract/metric-names.ts';
import { eventSource } from '@garbageday/aws/contract/names.ts';
import type { Foundation } from './foundation.ts';
import type { Naming } from './naming.ts';

export type ChaosLog = { readonly name: $util.Output<string> };

export function deployChaosLog({ names, bus, deadLetters, keepsData }: Foundation): ChaosLog {
  const log = new aws.cloudwatch.LogGroup(
    names.logical('ChaosLog'),
    { name: `/aws/events/${names.resource('chaos')}`, retentionInDays: 400 },
    { protect: keepsData },
  );
  const rule = new aws.cloudwatch.EventRule(names.logical('ChaosLogRule'), {
    name: names.resource('chaos-log'),
    eventBusName: bus.name,
    eventPattern: JSON.stringify({ source: [eventSource] }),
  });
  new aws.cloudwatch.EventTarget(names.logical('ChaosLogTarget'), {
    rule: rule.name,
    eventBusName: bus.name,
    arn: log.arn,
    retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3_600 },
    deadLetterConfig: { arn: deadLetters.events.arn },
  });
  letEventsWrite(names, log, rule);
  markInjections(names, log);
  return { name: log.name };
}

/**
 * EventBridge writes to a log under the log's own policy, not with a role. It names the rule when it puts events, but
 * not when it creates the stream for them (EventBridge user guide, "CloudWatch Logs permissions"), so there is one
 * statement for each.
 */
function letEventsWrite(names: Naming, log: aws.cloudwatch.LogGroup, rule: aws.cloudwatch.EventRule): void {
  const both = {
    resources: [$interpolate`${log.arn}:*`],
    principals: [{ type: 'Service', identifiers: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] }],
  };
  new aws.cloudwatch.LogResourcePolicy(names.logical('ChaosLogPolicy'), {
    policyName: names.resource('chaos-log'),
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

/** A data point for every injected fault, to draw over what the users felt. */
function markInjections(names: Naming, log: aws.cloudwatch.LogGroup): void {
  new aws.cloudwatch.LogMetricFilter(names.logical('ChaosInjections'), {
    name: names.resource('injections'),
    logGroupName: log.name,
    pattern: '{ $.detail.transition.state.kind = "injected" }',
    metricTransformation: {
      namespace: metricNamespaces(names.stage).chaos,
      name: 'Injected',
      value: '1',
      unit: 'Count',
    },
  });
}
