/**
 * Moves of the safety lever, by anyone and in any way: Parameter Store reports them, the alert posts them in Slack, and where a collector is
 * named they are exported.
 */
import type { Foundation } from './foundation.ts';
import { movedLeverRule } from './naming.ts';
import { accountId } from './policy.ts';

/**
 * AWS's services publish on the default bus. The parameter's creation is not a move; the event does not contain the
 * value.
 */
export function deployMovedLever(
  foundation: Foundation,
  alert: sst.aws.Function,
  otlpEvents: sst.aws.Function | null,
): void {
  const { names, lever } = foundation;
  const rule = new aws.cloudwatch.EventRule(names.logical('MovedLever'), {
    name: names.resource(movedLeverRule),
    description: 'The safety lever of this stage was moved',
    eventPattern: $jsonStringify({
      source: ['aws.ssm'],
      'detail-type': ['Parameter Store Change'],
      detail: { name: [lever.name], operation: ['Update'] },
    }),
  });
  const { logical } = names;
  listen(foundation, rule, {
    function: alert,
    permission: logical('MovedLeverInvokesAlert'),
    target: logical('MovedLeverTarget'),
  });
  if (otlpEvents === null) return;
  listen(foundation, rule, {
    function: otlpEvents,
    permission: logical('MovedLeverInvokesOtlpEvents'),
    target: logical('MovedLeverOtlpTarget'),
  });
}

type Listener = {
  readonly function: sst.aws.Function;
  /** Names of its resources. */
  readonly permission: string;
  readonly target: string;
};

function listen({ deadLetters }: Foundation, rule: aws.cloudwatch.EventRule, listener: Listener): void {
  new aws.lambda.Permission(listener.permission, {
    action: 'lambda:InvokeFunction',
    function: listener.function.name,
    principal: 'events.amazonaws.com',
    sourceAccount: accountId(),
    sourceArn: rule.arn,
  });
  new aws.cloudwatch.EventTarget(listener.target, {
    rule: rule.name,
    arn: listener.function.arn,
    retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3_600 },
    deadLetterConfig: { arn: deadLetters.events.arn },
  });
}
