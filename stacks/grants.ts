/** On which resources the grants of the contract hold, each as narrow as AWS allows. */
import { metricNamespaces } from '@garbageday/aws/contract/metric-names.ts';
import { groupTag, stageTag } from '@garbageday/aws/contract/tags.ts';
import type { Foundation } from './foundation.ts';
import { arn, type Where } from './policy.ts';
import type { Common } from './wiring.ts';

export function commonScopes({ ledger, lever, bus }: Foundation): Common['scopes'] {
  return {
    ledger: { resources: [ledger.arn] },
    lever: { resources: [lever.arn] },
    bus: { resources: [bus.arn] },
    metrics: metricsOfThisStage(),
    servers: serversOfThisStage(),
    everything: { resources: ['*'] },
  };
}

/** CloudWatch knows no resources for metrics; a namespace per stage is what it can be confined to. */
function metricsOfThisStage(): Where {
  const { probe } = metricNamespaces($app.stage);
  return {
    resources: ['*'],
    conditions: [{ test: 'StringEquals', variable: 'cloudwatch:namespace', values: [probe] }],
  };
}

/** Servers that opted in with a group tag, of this stage, and no others. */
function serversOfThisStage(): Where {
  return {
    resources: [arn('ec2', 'instance/*')],
    conditions: [
      { test: 'Null', variable: `ec2:ResourceTag/${groupTag}`, values: ['false'] },
      { test: 'StringEquals', variable: `ec2:ResourceTag/${stageTag}`, values: [$app.stage] },
    ],
  };
}
