/** What one member of the replica set may do: point its own name at itself, and report its role. */

import { memberRolePartition } from '@garbageday/aws/contract/ledger-keys.ts';
import { roleTag, slotTag, stageTag } from '@garbageday/aws/contract/tags.ts';
import type { Ledger } from '@garbageday/sst/ledger.ts';
import { arn, type Statement } from '@garbageday/sst/policy.ts';
import type { DataSecrets } from './data-secrets.ts';
import type { DataSlot } from './data-zone.ts';
import { resourceName } from './naming.ts';
import { type NodeProfile, nodeProfile, readParameters } from './node-role.ts';
import type { DeployedPackages } from './server-packages.ts';

type Member = {
  readonly slot: DataSlot;
  readonly zone: aws.route53.Zone;
  readonly secrets: DataSecrets;
  readonly ledger: Ledger;
  readonly packages: DeployedPackages;
};

export function memberProfile(name: string, { slot, zone, secrets, ledger, packages }: Member): NodeProfile {
  const { keyFile, adminPassword, appPassword, initiated } = secrets;
  return nodeProfile(name, slot.slot, [
    readParameters([keyFile, adminPassword, appPassword, initiated]),
    packages.read,
    ...takeName(slot, zone),
    tagRole(slot),
    sayRole(slot, ledger),
    ...(slot.index === 0 ? [markInitiated(initiated)] : []),
  ]);
}

/** UPSERT of the one A record of this slot. */
function takeName({ host }: DataSlot, zone: aws.route53.Zone): Statement[] {
  const only = (variable: string, value: string) => ({
    test: 'ForAllValues:StringEquals',
    variable: `route53:ChangeResourceRecordSets${variable}`,
    values: [value],
  });
  return [
    {
      actions: ['route53:ChangeResourceRecordSets'],
      resources: [zone.arn],
      conditions: [only('NormalizedRecordNames', host), only('RecordTypes', 'A'), only('Actions', 'UPSERT')],
    },
    { actions: ['route53:GetChange'], resources: ['arn:aws:route53:::change/*'] },
  ];
}

/** Into its own partition of the ledger's table, and no other (IAM condition keys of DynamoDB, `LeadingKeys`). */
function sayRole({ slot }: DataSlot, ledger: Ledger): Statement {
  const partition = memberRolePartition(resourceName(slot));
  return {
    actions: ['dynamodb:PutItem'],
    resources: [ledger.arn],
    conditions: [
      { test: 'ForAllValues:StringEquals', variable: 'dynamodb:LeadingKeys', values: [partition] },
      { test: 'Null', variable: 'dynamodb:LeadingKeys', values: ['false'] },
    ],
  };
}

/** Its own slot's instances, and only the tag that chaos decisions do not depend on. */
function tagRole({ slot }: DataSlot): Statement {
  const equals = 'StringEquals';
  return {
    actions: ['ec2:CreateTags'],
    resources: [arn('ec2', 'instance/*')],
    conditions: [
      { test: equals, variable: `ec2:ResourceTag/${slotTag}`, values: [slot] },
      { test: equals, variable: `ec2:ResourceTag/${stageTag}`, values: [$app.stage] },
      { test: `ForAllValues:${equals}`, variable: 'aws:TagKeys', values: [roleTag] },
    ],
  };
}

function markInitiated(parameter: aws.ssm.Parameter): Statement {
  return { actions: ['ssm:PutParameter'], resources: [parameter.arn] };
}
