/** Negative fixtures of what is delivered, and where it ends when it cannot be. */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  amongExperiments,
  durableWithDestination,
  needlessDeadLetters,
  queuesThatRingOnce,
  withoutDeadLetters,
} from './checks/dead-letters.ts';
import { brokenLogPolicies, logsWithoutPolicy } from './checks/log-policies.ts';
import { diffPlanted } from './harness/planted.ts';
import { type Stage, stageOf } from './harness/stage.ts';

const violations = `
const letters = new sst.aws.Queue('Letters');
const unwatched = new sst.aws.Queue('Unwatched');
new aws.cloudwatch.MetricAlarm('RingsOnce', {
  name: 'rings-once', namespace: 'AWS/SQS', metricName: 'ApproximateNumberOfMessagesVisible',
  dimensions: { QueueName: letters.nodes.queue.name }, statistic: 'Maximum', period: 60, evaluationPeriods: 1,
  threshold: 0, comparisonOperator: 'GreaterThanThreshold', treatMissingData: 'notBreaching',
  alarmActions: ['arn:aws:sns:eu-west-1:111122223333:topic'], okActions: ['arn:aws:sns:eu-west-1:111122223333:topic'],
});

const kept = new sst.aws.Workflow('Kept', {
  handler: 'functions/probe.handler', runtime: 'nodejs24.x', timeout: { invocation: '1 minute', execution: '1 hour' },
  transform: { function: { function: { deadLetterConfig: { targetArn: letters.arn } } } },
});
const lost = new sst.aws.Workflow('Lost', {
  handler: 'functions/probe.handler', runtime: 'nodejs24.x', timeout: { invocation: '1 minute', execution: '1 hour' },
});
for (const [name, workflow] of Object.entries({ Kept: kept, Lost: lost })) {
  new aws.lambda.FunctionEventInvokeConfig(name + 'Delivery', {
    functionName: workflow.nodes.function.nodes.function.name, maximumRetryAttempts: 0,
    ...(name === 'Lost' ? { destinationConfig: { onFailure: { destination: letters.arn } } } : {}),
  });
}

const minutely = new sst.aws.Function('Minutely', {
  handler: 'functions/probe.handler', retries: 0,
  transform: { eventInvokeConfig: { destinationConfig: { onFailure: { destination: unwatched.arn } } } },
});
new sst.aws.CronV2('EveryMinute', { schedule: 'rate(1 minute)', function: minutely, dlq: letters.arn });

const log = new aws.cloudwatch.LogGroup('Log', { name: '/aws/events/planted' });
const rule = new aws.cloudwatch.EventRule('Rule', { name: 'rule', eventPattern: '{"source":["x"]}' });
new aws.cloudwatch.EventTarget('LogTarget', { rule: rule.name, arn: log.arn });
const document = (statements) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const statement = (more) => ({
  Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Resource: 'arn:aws:logs:eu-west-1:111122223333:log-group:/other:*', ...more,
});
new aws.cloudwatch.LogResourcePolicy('OneStatement', {
  policyName: 'one',
  policyDocument: document([statement({
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:events:eu-west-1:111122223333:rule/rule' } },
  })]),
});
new aws.cloudwatch.LogResourcePolicy('AnyRule', {
  policyName: 'any',
  policyDocument: document([statement({ Action: ['logs:CreateLogStream'] }), statement({ Action: ['logs:PutLogEvents'] })]),
});
`;

describe('the checks of deliveries find what was planted', () => {
  let stage: Stage;
  beforeAll(async () => {
    const diff = await diffPlanted(violations);
    expect([diff.code, diff.errors]).toEqual([0, []]);
    stage = stageOf('planted', diff);
  });

  it('a durable function with a destination', () => {
    expect(durableWithDestination(stage)).toEqual(['LostHandlerFunction']);
  });
  it('a durable function without a queue of its own, whatever destination it has', () => {
    expect(withoutDeadLetters(stage)).toEqual(['LostHandlerFunction']);
  });
  it('letters of a minute that is over', () => {
    expect(needlessDeadLetters(stage)).toEqual(['EveryMinuteSchedule', 'MinutelyFunction']);
  });
  it('what is no experiment in the queue of the experiments', () => {
    expect(amongExperiments(stage)).toEqual(['LostDelivery', 'EveryMinuteSchedule']);
  });
  it('a queue whose alarm rings once, and one that has none', () => {
    expect(queuesThatRingOnce(stage)).toEqual(['LettersQueue', 'UnwatchedQueue']);
  });
  it('a log policy that EventBridge does not meet, one that any rule meets, and none for the log', () => {
    expect(brokenLogPolicies(stage)).toEqual([
      'OneStatement: no stream can be created: a condition that EventBridge does not meet',
      'AnyRule: any rule may put events',
    ]);
    expect(logsWithoutPolicy(stage)).toEqual(['LogTarget']);
  });
});
