/** A VPC over three zones: load balancers and NAT in public subnets, every server in private ones. */
import type { Deployment } from './deployment.ts';

export type Network = {
  /** Everything of it, the ways out included: a server must not boot before. */
  readonly whole: $util.Resource;
  readonly vpcId: $util.Output<string>;
  readonly publicSubnets: $util.Output<string[]>;
  readonly privateSubnets: $util.Output<string[]>;
};

export const zoneCount = 3;

/** A server's path out (packages, AWS APIs) is NAT; no server has a public address. */
export function deployNetwork({ nat }: Pick<Deployment, 'nat'>): Network {
  const vpc = new sst.aws.Vpc('Network', {
    az: zoneCount,
    nat,
    transform: {
      // AWS's default group lets everything inside talk to everything; nobody uses it, so it allows nothing.
      securityGroup: { ingress: [], egress: [] },
      publicSubnet: { mapPublicIpOnLaunch: false },
      // SST's NAT instances accept all traffic from the whole internet.
      natSecurityGroup: (args) => {
        const fromInside = { protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['10.0.0.0/16'] };
        args.ingress = [fromInside];
        return undefined;
      },
      natInstance: (args) => {
        args.metadataOptions = { httpTokens: 'required', httpEndpoint: 'enabled' };
        args.rootBlockDevice = { encrypted: true, volumeType: 'gp3' };
        return undefined;
      },
    },
  });
  gatewayEndpoint('BucketEndpoint', vpc, 's3');
  gatewayEndpoint('TableEndpoint', vpc, 'dynamodb');
  return {
    whole: vpc,
    vpcId: vpc.id,
    publicSubnets: $output(vpc.publicSubnets),
    privateSubnets: $output(vpc.privateSubnets),
  };
}

/**
 * Free of charge, and without NAT: packages and our own bundle come from S3, and members of the replica set write to
 * DynamoDB every fifteen seconds.
 */
function gatewayEndpoint(name: string, vpc: sst.aws.Vpc, service: 's3' | 'dynamodb'): void {
  new aws.ec2.VpcEndpoint(name, {
    vpcId: vpc.id,
    vpcEndpointType: 'Gateway',
    serviceName: $interpolate`com.amazonaws.${aws.getRegionOutput().region}.${service}`,
    routeTableIds: vpc.nodes.privateRouteTables.apply((tables) => tables.map((table) => table.id)),
    tags: { Name: `${$app.name}-${$app.stage}-${service}` },
  });
}
