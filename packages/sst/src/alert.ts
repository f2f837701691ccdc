/** Reports at once what cannot wait for the morning: alarms that change, and what happens to experiments. */
import { eventSource } from '@garbageday/aws/contract/names.ts';
import { specs } from '../../../functions/specs.ts';
import type { Foundation } from './foundation.ts';
import { createFunction } from './lambda.ts';
import { accountId, arn } from './policy.ts';
import { type Common, wire } from './wiring.ts';

type AlertInput = {
  readonly foundation: Foundation;
  readonly given: Common;
};

export function deployAlert({ foundation, given }: AlertInput): sst.aws.Function {
  const { deadLetters } = foundation;
  const alert = createFunction(foundation, 'Alert', {
    wiring: wire(specs.alert, given),
    description: 'Posts alarms and experiments to Slack',
    memory: '512 MB',
    timeout: '60 seconds',
    retries: 2,
    maxEventAgeSeconds: 3_600,
    // An outage rings many alarms at once; none must be throttled away.
    reserved: null,
    deadLetters: deadLetters.events,
  });
  ringFromAlarms(foundation, alert);
  listenToExperiments(alert, foundation);
  return alert;
}

/** Only this stage's CloudWatch alarms may invoke it. */
function ringFromAlarms({ names }: Foundation, alert: sst.aws.Function): void {
  new aws.lambda.Permission(names.logical('AlarmsInvokeAlert'), {
    action: 'lambda:InvokeFunction',
    function: alert.name,
    principal: 'lambda.alarms.cloudwatch.amazonaws.com',
    sourceAccount: accountId(),
    sourceArn: arn('cloudwatch', `alarm:${names.resource('*')}`),
  });
}

function listenToExperiments(alert: sst.aws.Function, { bus, deadLetters }: Foundation): void {
  bus.subscribe('Alert', alert, {
    pattern: { source: [eventSource] },
    transform: {
      target: {
        deadLetterConfig: { arn: deadLetters.events.arn },
        retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3_600 },
      },
    },
  });
}
