/** Security groups that start closed, and the single rules that open them. */
import { resourceName } from './naming.ts';
import type { Network } from './network.ts';

/** A group without any rule: closed both ways. `part` is its name within the stage. */
export function closedGroup(
  name: string,
  { part, description, network }: { part: string; description: string; network: Network },
): aws.ec2.SecurityGroup {
  return new aws.ec2.SecurityGroup(name, {
    vpcId: network.vpcId,
    name: resourceName(part),
    description,
    tags: { Name: resourceName(part) },
  });
}

type Passage = {
  readonly from: aws.ec2.SecurityGroup;
  readonly to: aws.ec2.SecurityGroup;
  readonly port: number;
  readonly description: string;
};

/** Lets one group talk to another on one TCP port: out of the first, into the second. Returns both rules. */
export function allowBetween(name: string, { from, to, port, description }: Passage): $util.Resource[] {
  const rule = { ipProtocol: 'tcp', fromPort: port, toPort: port, description };
  const egress = new aws.vpc.SecurityGroupEgressRule(`${name}Egress`, {
    ...rule,
    securityGroupId: from.id,
    referencedSecurityGroupId: to.id,
  });
  const ingress = new aws.vpc.SecurityGroupIngressRule(`${name}Ingress`, {
    ...rule,
    securityGroupId: to.id,
    referencedSecurityGroupId: from.id,
  });
  return [egress, ingress];
}

/** Opens a port to one network. */
export function allowFrom(name: string, group: aws.ec2.SecurityGroup, rule: Entry): void {
  const { port, cidrIpv4, description } = rule;
  const ports = { ipProtocol: 'tcp', fromPort: port, toPort: port };
  new aws.vpc.SecurityGroupIngressRule(name, { securityGroupId: group.id, ...ports, cidrIpv4, description });
}

type Entry = { readonly port: number; readonly cidrIpv4: $util.Input<string>; readonly description: string };

/** Packages and AWS APIs, both over HTTPS. Returns the rule. */
export function allowHttpsOut(name: string, group: aws.ec2.SecurityGroup): $util.Resource {
  return new aws.vpc.SecurityGroupEgressRule(name, {
    securityGroupId: group.id,
    ipProtocol: 'tcp',
    fromPort: 443,
    toPort: 443,
    cidrIpv4: '0.0.0.0/0',
    description: 'Packages and AWS APIs',
  });
}
