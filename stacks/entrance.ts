/** Who may reach the load balancer, and from where the stage's own probe and users come. */
import type { GarbageDayArguments } from '@garbageday/sst/arguments.ts';
import type { Deployment } from './deployment.ts';
import type { Network } from './network.ts';
import { allowFrom, allowHttpsOut, closedGroup } from './security-group.ts';

type Entrance = {
  readonly group: aws.ec2.SecurityGroup;
  readonly ports: readonly number[];
  readonly network: Network;
  readonly deployment: Pick<Deployment, 'allowedCidrs'>;
};

/** Opens only the load balancer's own group. */
export function openEntrance({ group, ports, network, deployment }: Entrance): void {
  const { allowedCidrs } = deployment;
  for (const port of ports) {
    const name = port === 443 ? 'FromUsersHttps' : 'FromUsers';
    if (allowedCidrs === null) {
      allowFrom(name, group, { port, cidrIpv4: '0.0.0.0/0', description: 'The users' });
      continue;
    }
    for (const [index, cidrIpv4] of allowedCidrs.entries())
      allowFrom(`${name}${index + 1}`, group, { port, cidrIpv4, description: 'The users' });
    for (const [index, address] of network.natAddresses.entries()) {
      const cidrIpv4 = $interpolate`${address}/32`;
      allowFrom(`${name}Nat${index + 1}`, group, { port, cidrIpv4, description: 'The probe' });
    }
  }
}

/** Where a function with a known address runs. */
export type Inside = NonNullable<GarbageDayArguments['vpc']>;

/**
 * Lambda's own addresses are not fixed: with a closed entrance, probe and users run in the VPC and leave it through
 * NAT.
 */
export function insideOf(
  network: Network,
  { allowedCidrs }: Pick<Deployment, 'allowedCidrs'>,
): Inside | null {
  if (allowedCidrs === null) return null;
  const description = 'The probe and the users';
  const group = closedGroup('MeasuringSecurityGroup', { part: 'measuring', description, network });
  allowHttpsOut('MeasuringHttpsOut', group);
  new aws.vpc.SecurityGroupEgressRule('MeasuringHttpOut', {
    securityGroupId: group.id,
    ...{ ipProtocol: 'tcp', fromPort: 80, toPort: 80 },
    cidrIpv4: '0.0.0.0/0',
    description: 'The load balancer',
  });
  return { subnets: network.privateSubnets, securityGroups: [group.id] };
}
