/** What every function relies on: the ledger, the bus, the lever, the secrets, the dead letters. */
import type { LeverPosition } from '@garbageday/core/ports.ts';
import type { GarbageDayArguments } from './arguments.ts';
import { type DeadLetters, deployDeadLetters } from './dead-letters.ts';
import { deployLedger, type Ledger } from './ledger.ts';
import { lostServersRule, movedLeverRule, type Naming } from './naming.ts';
import { arn } from './policy.ts';
import { annotationSecrets, otlpSecrets, type Secrets, slackSecrets } from './secrets.ts';

export type Foundation = {
  readonly names: Naming;
  readonly ledger: Ledger;
  readonly bus: sst.aws.Bus;
  readonly lever: aws.ssm.Parameter;
  readonly secrets: Secrets;
  readonly deadLetters: DeadLetters;
  readonly keepsData: boolean;
  /** The reservation in the table of docs/deploy.md, or none if the account does not allow any. */
  readonly reserve: (concurrent: number) => number | null;
  /** For every role; `null`: none. */
  readonly permissionsBoundary: $util.Input<string> | null;
};

export function deployFoundation(names: Naming, args: GarbageDayArguments): Foundation {
  const { reservesConcurrency = true, keepsData = false, permissionsBoundary = null } = args;
  const deadLetters = deployDeadLetters(names);
  return {
    names,
    ledger: args.ledger ?? deployLedger(names, keepsData),
    bus: deployBus(names, deadLetters.events),
    lever: deploySafetyLever(names, keepsData),
    secrets: {
      ...slackSecrets(args.slack),
      ...annotationSecrets(args.annotations),
      ...otlpSecrets(args.openTelemetry),
    },
    deadLetters,
    keepsData,
    reserve: (concurrent) => (reservesConcurrency ? concurrent : null),
    permissionsBoundary,
  };
}

/** What the bus cannot deliver ends up in the dead-letter queue. */
function deployBus(names: Naming, deadLetters: sst.aws.Queue): sst.aws.Bus {
  const bus = new sst.aws.Bus(names.logical('Events'));
  acceptFromRulesOf(names, bus, deadLetters);
  return bus;
}

/**
 * EventBridge writes to the queue directly, not with a role, so the queue must allow it: only for the rules of this bus
 * and the stage's two rules on the default bus.
 */
function acceptFromRulesOf(names: Naming, bus: sst.aws.Bus, deadLetters: sst.aws.Queue): void {
  new aws.sqs.QueuePolicy(names.logical('DeadLettersPolicy'), {
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
                arn('events', `rule/${names.resource(lostServersRule)}`),
                arn('events', `rule/${names.resource(movedLeverRule)}`),
              ],
            },
          },
        },
      ],
    }),
  });
}

function deploySafetyLever(names: Naming, keepsData: boolean): aws.ssm.Parameter {
  const description = 'The safety lever: {"kind":"released"} or {"kind":"halted","reason":"…","sinceMs":…}';
  const value = JSON.stringify({ kind: 'released' } satisfies LeverPosition);
  // A deployment must not release a lever that has been pulled.
  return new aws.ssm.Parameter(
    names.logical('SafetyLever'),
    { name: names.parameter('safety-lever'), description, type: 'String', value },
    { ignoreChanges: ['value'], protect: keepsData },
  );
}
