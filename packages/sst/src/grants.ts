/** To which resources the grants of the contract apply, each as narrow as AWS allows. */
import { metricNamespaces } from '@garbageday/aws/contract/metric-names.ts';
import { groupTag, stageTag } from '@garbageday/aws/contract/tags.ts';
import type { Foundation } from './foundation.ts';
import type { DeployedGroup } from './groups.ts';
import { arn, type Where } from './policy.ts';
import type { Common } from './wiring.ts';

export function commonScopes(
  { names, ledger, lever, bus }: Foundation,
  groups: readonly DeployedGroup[],
  roles: sst.aws.Function | null,
): Common['scopes'] {
  return {
    rolesFunction: roles === null ? null : { resources: [roles.arn] },
    ledger: { resources: [ledger.arn] },
    lever: { resources: [lever.arn] },
    bus: { resources: [bus.arn] },
    metrics: metricsOfThisStage(names.stage),
    servers: serversOfThisStage(names.stage, groups),
    everything: { resources: ['*'] },
  };
}

/** CloudWatch has no resource-level permissions for metrics, but can be restricted to a namespace per stage. */
function metricsOfThisStage(stage: string): Where {
  const { probe } = metricNamespaces(stage);
  return {
    resources: ['*'],
    conditions: [{ test: 'StringEquals', variable: 'cloudwatch:namespace', values: [probe] }],
  };
}

/** Only servers of this stage that opted in with the tag of one of these groups. */
function serversOfThisStage(stage: string, groups: readonly DeployedGroup[]): Where {
  return {
    resources: [arn('ec2', 'instance/*')],
    conditions: [
      {
        test: 'StringEquals',
        variable: `ec2:ResourceTag/${groupTag}`,
        values: groups.map(({ name }) => name),
      },
      { test: 'StringEquals', variable: `ec2:ResourceTag/${stageTag}`, values: [stage] },
    ],
  };
}
