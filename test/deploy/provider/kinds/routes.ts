/** How the network is reached and left: gateway, routes, addresses, NAT. Nothing is sent through it. */
import { element, query } from '../call.ts';
import { type Kinds, list } from '../kind.ts';
import type { Plain } from '../wire.ts';
import { tagged } from './network.ts';

function routeOf({ cidrBlock: DestinationCidrBlock, gatewayId, networkInterfaceId }: Plain): Plain {
  return { DestinationCidrBlock, GatewayId: gatewayId, NetworkInterfaceId: networkInterfaceId };
}

export const routeKinds: Kinds = {
  'aws:ec2/internetGateway:InternetGateway': {
    create: async ({ vpcId: VpcId, tags }) => {
      const said = await query('ec2', 'CreateInternetGateway', tagged('internet-gateway', tags));
      const InternetGatewayId = element(said, 'internetGatewayId');
      await query('ec2', 'AttachInternetGateway', { InternetGatewayId, VpcId });
      return { id: InternetGatewayId };
    },
    remove: async ({ vpcId: VpcId }, InternetGatewayId) => {
      await query('ec2', 'DetachInternetGateway', { InternetGatewayId, VpcId });
      await query('ec2', 'DeleteInternetGateway', { InternetGatewayId });
    },
  },
  'aws:ec2/routeTable:RouteTable': {
    create: async ({ vpcId: VpcId, routes, tags }) => {
      const said = await query('ec2', 'CreateRouteTable', { VpcId, ...tagged('route-table', tags) });
      const RouteTableId = element(said, 'routeTableId');
      for (const route of list(routes))
        await query('ec2', 'CreateRoute', { RouteTableId, ...routeOf(route) });
      return { id: RouteTableId };
    },
    remove: (_, RouteTableId) => query('ec2', 'DeleteRouteTable', { RouteTableId }),
  },
  'aws:ec2/routeTableAssociation:RouteTableAssociation': {
    create: async ({ routeTableId: RouteTableId, subnetId: SubnetId }) => ({
      id: element(await query('ec2', 'AssociateRouteTable', { RouteTableId, SubnetId }), 'associationId'),
    }),
    remove: (_, AssociationId) => query('ec2', 'DisassociateRouteTable', { AssociationId }),
  },
  'aws:ec2/eip:Eip': {
    create: async ({ tags }) => {
      const said = await query('ec2', 'AllocateAddress', { Domain: 'vpc', ...tagged('elastic-ip', tags) });
      return { id: element(said, 'allocationId'), publicIp: element(said, 'publicIp') };
    },
    remove: (_, AllocationId) => query('ec2', 'ReleaseAddress', { AllocationId }),
  },
  'aws:ec2/eipAssociation:EipAssociation': {
    create: async ({ allocationId: AllocationId, instanceId: InstanceId }) => ({
      id: element(await query('ec2', 'AssociateAddress', { AllocationId, InstanceId }), 'associationId'),
    }),
    remove: (_, AssociationId) => query('ec2', 'DisassociateAddress', { AssociationId }),
  },
  'aws:ec2/instance:Instance': {
    create: async ({ ami: ImageId, instanceType: InstanceType, subnetId: SubnetId, tags, ...more }) => {
      const said = await query('ec2', 'RunInstances', {
        ...{ ImageId, InstanceType, SubnetId, MinCount: 1, MaxCount: 1 },
        SecurityGroupId: more['vpcSecurityGroupIds'],
        ...tagged('instance', tags),
      });
      return {
        id: element(said, 'instanceId'),
        primaryNetworkInterfaceId: element(said, 'networkInterfaceId'),
      };
    },
    remove: (_, id) => query('ec2', 'TerminateInstances', { InstanceId: [id] }),
  },
};
