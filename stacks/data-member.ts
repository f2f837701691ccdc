/** One member of the replica set: its launch template, and the one-server Auto Scaling group that keeps it alive. */

import type { Ledger } from '@garbageday/sst/ledger.ts';
import { region } from '@garbageday/sst/policy.ts';
import { dataFiles } from './data-files.ts';
import { memberProfile } from './data-role.ts';
import { type DataSecrets, replicaSet } from './data-secrets.ts';
import type { DataSlot } from './data-zone.ts';
import type { Deployment } from './deployment.ts';
import { groupMetrics } from './group-metrics.ts';
import { fleetTags, keepLaunchHook, launchHook, launchTemplate } from './launch-template.ts';
import { parameterName, resourceName } from './naming.ts';
import { type Network, zoneCount } from './network.ts';
import { mongodPort } from './ports.ts';
import type { DeployedPackages } from './server-packages.ts';
import { userData } from './user-data.ts';

export type MemberInput = {
  readonly network: Network;
  readonly deployment: Deployment;
  readonly securityGroup: aws.ec2.SecurityGroup;
  readonly zone: aws.route53.Zone;
  readonly secrets: DataSecrets;
  readonly ledger: Ledger;
  readonly packages: DeployedPackages;
  readonly slot: DataSlot;
  readonly slots: readonly DataSlot[];
  /** Fails if the set was deployed with another size: then no group is created or changed. */
  readonly size: $util.Output<number>;
  readonly group: string;
  /** What a member needs at boot. */
  readonly before: readonly $util.Resource[];
};

export function deployMember(input: MemberInput): aws.autoscaling.Group {
  const { network, deployment, securityGroup, slot } = input;
  const name = `Data${slot.index + 1}`;
  const { profile, policy } = memberProfile(name, input);
  const template = launchTemplate(`${name}Template`, {
    part: slot.slot,
    instanceType: deployment.dataInstanceType,
    image: deployment.serverImage,
    volumeGib: deployment.dataVolumeGib,
    profile,
    securityGroup,
    userData: memberUserData(input),
  });
  const group = new aws.autoscaling.Group(
    `${name}Group`,
    {
      name: resourceName(slot.slot),
      minSize: 1,
      maxSize: 1,
      desiredCapacity: input.size.apply(() => 1),
      vpcZoneIdentifiers: subnetOf(network, slot),
      // The latest version when a member is next replaced: refreshing all members at a deployment would lose the data.
      launchTemplate: { id: template.id, version: '$Latest' },
      healthCheckType: 'EC2',
      healthCheckGracePeriod: 60,
      initialLifecycleHooks: [launchHook],
      waitForCapacityTimeout: '15m',
      ...groupMetrics,
      tags: fleetTags(input.group, slot.slot, slot.slot),
    },
    {
      dependsOn: [...input.before, policy],
      // A changed hook would delete the group, and its disk; see `keepLaunchHook`.
      ignoreChanges: ['initialLifecycleHooks'],
      protect: deployment.keepsData,
    },
  );
  keepLaunchHook(`${name}LaunchHook`, group);
  return group;
}

function memberUserData({ zone, slot, slots, ledger, packages }: MemberInput): $util.Output<string> {
  return $resolve({
    zoneId: zone.zoneId,
    regionName: region(),
    table: ledger.name,
    bucket: packages.bucket,
  }).apply(({ zoneId, regionName, table, bucket }) =>
    userData({
      files: dataFiles,
      install: '/opt/garbageday/install.sh',
      environment: {
        AWS_DEFAULT_REGION: regionName,
        GROUP_NAME: resourceName(slot.slot),
        HOOK_NAME: launchHook.name,
        HOST_NAME: slot.host,
        ZONE_ID: zoneId,
        PACKAGE_BUCKET: bucket,
        PACKAGE_KEYS: packages.keys.join(','),
        LEDGER_TABLE: table,
        REPLICA_SET: replicaSet,
        MEMBERS: slots.map(({ host }) => `${host}:${mongodPort}`).join(','),
        MAY_INITIATE: slot.index === 0 ? 'yes' : 'no',
        KEY_FILE_PARAMETER: parameterName('data/key-file'),
        ADMIN_PASSWORD_PARAMETER: parameterName('data/admin-password'),
        APP_PASSWORD_PARAMETER: parameterName('data/app-password'),
        INITIATED_PARAMETER: parameterName('data/initiated'),
      },
    }),
  );
}

/** Members are distributed over the zones in turn. */
function subnetOf({ privateSubnets }: Network, { index }: DataSlot): $util.Output<string[]> {
  const zone = index % zoneCount;
  return privateSubnets.apply((subnets) => subnets.slice(zone, zone + 1));
}
