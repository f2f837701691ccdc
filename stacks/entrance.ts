/** Who may reach the load balancer, and from where the stage's own probe and users come. */
import type { Deployment } from './deployment.ts';
import type { Network } from './network.ts';
import { allowFrom, allowHttpsOut, closedGroup } from './security-group.ts';

type Entrance = {
  readonly group: aws.ec2.SecurityGroup;
  readonly ports: readonly number[];
  readonly network: Network;
  readonly deployment: Pick<Deployment, 'allowedCidrs'>;
};

/** Opens the load balancer's own group, and no other one. */
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

/** Where a function runs that must be known by its address. */
export type Inside = {
  readonly privateSubnets: $util.Output<string[]>;
  readonly securityGroups: $util.Output<string>[];
};

/** Lambda's own addresses are nobody's: behind a closed entrance, probe and users run in the VPC and leave it by NAT. */
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
  return { privateSubnets: network.privateSubnets, securityGroups: [group.id] };
}
