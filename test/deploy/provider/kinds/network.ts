/** What servers are in: network, subnets, security groups. */
import { element, query } from '../call.ts';
import { type Kind, type Kinds, keyValues } from '../kind.ts';
import type { Plain } from '../wire.ts';

/** As EC2 takes the tags of what is created. */
export function tagged(ResourceType: string, tags: unknown): Plain {
  return { TagSpecification: [{ ResourceType, Tag: keyValues(tags) }] };
}

function rule(direction: 'Ingress' | 'Egress'): Kind {
  return {
    create: async (inputs) => {
      const { securityGroupId: GroupId, ipProtocol: IpProtocol, fromPort, toPort, cidrIpv4 } = inputs;
      const other = inputs['referencedSecurityGroupId'];
      const permission = {
        IpProtocol,
        FromPort: fromPort,
        ToPort: toPort,
        ...(cidrIpv4 === undefined ? {} : { IpRanges: [{ CidrIp: cidrIpv4 }] }),
        ...(other === undefined ? {} : { Groups: [{ GroupId: other }] }),
      };
      const said = await query('ec2', `AuthorizeSecurityGroup${direction}`, {
        GroupId,
        IpPermissions: [permission],
      });
      return { id: element(said, 'securityGroupRuleId') };
    },
    remove: ({ securityGroupId: GroupId }, id) =>
      query('ec2', `RevokeSecurityGroup${direction}`, { GroupId, SecurityGroupRuleId: [id] }),
  };
}

export const networkKinds: Kinds = {
  'aws:ec2/vpc:Vpc': {
    create: async ({ cidrBlock: CidrBlock, tags }) => {
      const said = await query('ec2', 'CreateVpc', { CidrBlock, ...tagged('vpc', tags) });
      return { id: element(said, 'vpcId') };
    },
    remove: (_, VpcId) => query('ec2', 'DeleteVpc', { VpcId }),
  },
  'aws:ec2/subnet:Subnet': {
    create: async ({ vpcId: VpcId, cidrBlock: CidrBlock, availabilityZone: AvailabilityZone, tags }) => {
      const input = { VpcId, CidrBlock, AvailabilityZone, ...tagged('subnet', tags) };
      return { id: element(await query('ec2', 'CreateSubnet', input), 'subnetId') };
    },
    remove: (_, SubnetId) => query('ec2', 'DeleteSubnet', { SubnetId }),
  },
  'aws:ec2/securityGroup:SecurityGroup': {
    create: async ({ name, description, vpcId: VpcId, tags }, logical) => {
      const GroupName = name ?? logical;
      const GroupDescription = description ?? 'Managed by Pulumi';
      const input = { GroupName, GroupDescription, VpcId, ...tagged('security-group', tags) };
      return { id: element(await query('ec2', 'CreateSecurityGroup', input), 'groupId') };
    },
    remove: (_, GroupId) => query('ec2', 'DeleteSecurityGroup', { GroupId }),
  },
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': rule('Ingress'),
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': rule('Egress'),
};
