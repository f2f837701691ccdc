/** The replica set: a one-server Auto Scaling group per member, so that a replacement takes over its slot's name. */

import type { GroupConfiguration } from '@garbageday/core/configuration.ts';
import type { Ledger } from '@garbageday/sst/ledger.ts';
import { deployMember } from './data-member.ts';
import { type DataSecrets, dataSecrets } from './data-secrets.ts';
import { deployedSize } from './data-size.ts';
import { dataSlots, privateZone } from './data-zone.ts';
import type { Deployment } from './deployment.ts';
import type { Network } from './network.ts';
import { mongodbKey, mongodbPackages } from './pinned-packages.ts';
import { mongodPort } from './ports.ts';
import { allowBetween, allowHttpsOut, closedGroup } from './security-group.ts';
import { deployPackages } from './server-packages.ts';

export type Data = {
  readonly securityGroup: aws.ec2.SecurityGroup;
  readonly secrets: DataSecrets;
  readonly autoScalingGroups: readonly aws.autoscaling.Group[];
};

type DataInput = {
  readonly network: Network;
  readonly group: GroupConfiguration;
  readonly deployment: Deployment;
  readonly artifacts: sst.aws.Bucket;
  /** Where members report their role. */
  readonly ledger: Ledger;
};

/** Members connect to each other, and the web servers connect to them; see `allowBetween` in web.ts. */
export function deployData({ network, group, deployment, ledger, artifacts }: DataInput): Data {
  const securityGroup = closedGroup('DataSecurityGroup', {
    part: 'data',
    description: 'The replica set',
    network,
  });
  const port = mongodPort;
  const replication = allowBetween('DataToData', {
    from: securityGroup,
    to: securityGroup,
    port,
    description: 'Replication',
  });
  const out = allowHttpsOut('DataHttpsOut', securityGroup);
  const { keepsData } = deployment;
  const size = deployedSize({ asked: group.desiredSize, keepsData });
  const zone = privateZone(network, keepsData);
  const slots = dataSlots(group.name, group.desiredSize);
  const secrets = dataSecrets(slots, keepsData);
  const packages = deployPackages('Data', artifacts, [...mongodbPackages, mongodbKey]);
  const before = [network.whole, ...replication, out, ...Object.values(secrets), ...packages.objects];
  const members = slots.map((slot) =>
    deployMember({
      network,
      deployment,
      securityGroup,
      zone,
      secrets,
      ledger,
      packages,
      slot,
      slots,
      size,
      before,
      group: group.name,
    }),
  );
  return { securityGroup, secrets, autoScalingGroups: members };
}
