/** Marks each kill where the configuration says so; without that there is no such function. */
import { killPattern } from '@garbageday/aws/contract/kill-pattern.ts';
import { dashboardName } from '@garbageday/aws/contract/names.ts';
import { specs } from '../../../functions/specs.ts';
import type { Foundation } from './foundation.ts';
import { createFunction } from './lambda.ts';
import { dashboardNamed } from './policy.ts';
import { type Common, wire } from './wiring.ts';

type MarksInput = {
  readonly foundation: Foundation;
  readonly given: Common;
};

export function deployMarks({ foundation, given }: MarksInput): void {
  const { grafana = null, datadog = null, cloudWatch = null } = given.config.annotations ?? {};
  if (grafana === null && datadog === null && cloudWatch === null) return;
  const name = cloudWatch === null ? null : dashboardName(foundation.names.stage);
  const marks = createFunction(foundation, 'Marks', {
    wiring: wire(specs.marks, {
      ...given,
      environment: { ...given.environment, DASHBOARD: name },
      scopes: {
        ...given.scopes,
        dashboard: name === null ? null : { resources: [dashboardNamed(name)] },
      },
    }),
    description: 'Marks kills in Grafana, Datadog and CloudWatch',
    memory: '256 MB',
    // packages/aws/src/mark-claims.ts takes one that began before that for dead.
    timeout: '60 seconds',
    retries: 2,
    maxEventAgeSeconds: 3_600,
    // Two deliveries of one kill are kept apart by the claims in the ledger.
    reserved: null,
    deadLetters: foundation.deadLetters.events,
  });
  hearOfKills(marks, foundation);
}

function hearOfKills(marks: sst.aws.Function, { bus, deadLetters }: Foundation): void {
  const { source, 'detail-type': detailType, detail } = killPattern;
  bus.subscribe('Marks', marks, {
    pattern: { source: [...source], detailType: [...detailType], detail },
    transform: {
      target: {
        deadLetterConfig: { arn: deadLetters.events.arn },
        retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3_600 },
      },
    },
  });
}
