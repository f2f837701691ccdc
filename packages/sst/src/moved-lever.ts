/**
 * Moves of the safety lever, by anyone and in any way: Parameter Store reports them, and the alert posts them in Slack.
 */
import type { Foundation } from './foundation.ts';
import { movedLeverRule } from './naming.ts';
import { accountId } from './policy.ts';

/**
 * AWS's services publish on the default bus. The parameter's creation is not a move; the event does not contain the
 * value.
 */
export function deployMovedLever({ names, lever, deadLetters }: Foundation, alert: sst.aws.Function): void {
  const rule = new aws.cloudwatch.EventRule(names.logical('MovedLever'), {
    name: names.resource(movedLeverRule),
    description: 'The safety lever of this stage was moved',
    eventPattern: $jsonStringify({
      source: ['aws.ssm'],
      'detail-type': ['Parameter Store Change'],
      detail: { name: [lever.name], operation: ['Update'] },
    }),
  });
  new aws.lambda.Permission(names.logical('MovedLeverInvokesAlert'), {
    action: 'lambda:InvokeFunction',
    function: alert.name,
    principal: 'events.amazonaws.com',
    sourceAccount: accountId(),
    sourceArn: rule.arn,
  });
  new aws.cloudwatch.EventTarget(names.logical('MovedLeverTarget'), {
    rule: rule.name,
    arn: alert.arn,
    retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3_600 },
    deadLetterConfig: { arn: deadLetters.events.arn },
  });
}
