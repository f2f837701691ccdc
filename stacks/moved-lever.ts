/** The safety lever, moved by whomever, in whichever way: Parameter Store says so, and the alert tells Slack. */
import type { Foundation } from './foundation.ts';
import { movedLeverRule, resourceName } from './naming.ts';
import { accountId } from './policy.ts';

/** AWS's services speak on the default bus. Its creation is no move; a value is not in the event. */
export function deployMovedLever({ lever, deadLetters }: Foundation, alert: sst.aws.Function): void {
  const rule = new aws.cloudwatch.EventRule('MovedLever', {
    name: resourceName(movedLeverRule),
    description: 'The safety lever of this stage was moved',
    eventPattern: $jsonStringify({
      source: ['aws.ssm'],
      'detail-type': ['Parameter Store Change'],
      detail: { name: [lever.name], operation: ['Update'] },
    }),
  });
  new aws.lambda.Permission('MovedLeverInvokesAlert', {
    action: 'lambda:InvokeFunction',
    function: alert.name,
    principal: 'events.amazonaws.com',
    sourceAccount: accountId(),
    sourceArn: rule.arn,
  });
  new aws.cloudwatch.EventTarget('MovedLeverTarget', {
    rule: rule.name,
    arn: alert.arn,
    retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3_600 },
    deadLetterConfig: { arn: deadLetters.events.arn },
  });
}
