/** What the internet can reach. */
import { ofType, pick, type Stage, text } from '../harness/stage.ts';

type InlineRule = { readonly cidrBlocks?: readonly string[]; readonly ipv6CidrBlocks?: readonly string[] };

const everybody = ['0.0.0.0/0', '::/0'];

/** `<security group>: <port>` for every opening to everybody. */
export function openToEverybody(stage: Stage): readonly string[] {
  const rules = ofType(stage, 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule')
    .filter((rule) => everybody.includes(String(pick(rule, 'cidrIpv4') ?? pick(rule, 'cidrIpv6'))))
    .map((rule) => `${text(rule, 'securityGroupId')}: ${pick(rule, 'fromPort')}`);
  const groups = [
    ...ofType(stage, 'aws:ec2/securityGroup:SecurityGroup'),
    ...ofType(stage, 'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup'),
  ];
  const inline = groups.filter((group) =>
    ((pick(group, 'ingress') ?? []) as readonly InlineRule[]).some(
      ({ cidrBlocks = [], ipv6CidrBlocks = [] }) =>
        [...cidrBlocks, ...ipv6CidrBlocks].some((block) => everybody.includes(block)),
    ),
  );
  return [...rules, ...inline.map(({ name }) => `${name}: inline`)];
}

/** Servers and subnets that would get a public address. NAT has its own, on purpose. */
export function publicAddresses(stage: Stage): readonly string[] {
  const templates = ofType(stage, 'aws:ec2/launchTemplate:LaunchTemplate').filter(
    (template) => pick(template, 'networkInterfaces.0.associatePublicIpAddress') !== 'false',
  );
  const subnets = ofType(stage, 'aws:ec2/subnet:Subnet').filter(
    (subnet) => pick(subnet, 'mapPublicIpOnLaunch') === true,
  );
  return [...templates, ...subnets].map(({ name }) => name);
}

/** Anything with a URL of its own. */
export function functionUrls(stage: Stage): readonly string[] {
  return ofType(stage, 'aws:lambda/functionUrl:FunctionUrl').map(({ name }) => name);
}
