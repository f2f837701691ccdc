/** Where an experiment says what happens to it: source `garbageday`, detail type `transition` or `lever`. */
import { lostServersRule, movedLeverRule, resourceName } from './naming.ts';
import { arn } from './policy.ts';

/** What the bus cannot deliver ends in the dead-letter queue. */
export function deployBus(deadLetters: sst.aws.Queue): sst.aws.Bus {
  const bus = new sst.aws.Bus('Events');
  acceptFromRulesOf(bus, deadLetters);
  return bus;
}

/**
 * EventBridge writes to the queue itself, not by a role, so the queue must let it: for the rules of this bus
 * and the stage's two rules on the default bus, and no others.
 */
function acceptFromRulesOf(bus: sst.aws.Bus, deadLetters: sst.aws.Queue): void {
  new aws.sqs.QueuePolicy('DeadLettersPolicy', {
    queueUrl: deadLetters.url,
    policy: $jsonStringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: deadLetters.arn,
          Condition: {
            ArnLike: {
              'aws:SourceArn': [
                arn('events', $interpolate`rule/${bus.name}/*`),
                arn('events', `rule/${resourceName(lostServersRule)}`),
                arn('events', `rule/${resourceName(movedLeverRule)}`),
              ],
            },
          },
        },
      ],
    }),
  });
}
