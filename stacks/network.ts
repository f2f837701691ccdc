/** A VPC over three zones: load balancers and NAT in public subnets, every server in private ones. */
import type { Deployment } from './deployment.ts';

export type Network = {
  /** The whole network, including the ways out: a server must not boot before it exists. */
  readonly whole: $util.Resource;
  readonly vpcId: $util.Output<string>;
  readonly publicSubnets: $util.Output<string[]>;
  readonly privateSubnets: $util.Output<string[]>;
  /** The public addresses of NAT, one per zone: the source addresses of everything inside, as seen from outside. */
  readonly natAddresses: readonly $util.Output<string>[];
};

export const zoneCount = 3;

/** A server's path out (packages, AWS APIs) is NAT; no server has a public address. */
export function deployNetwork({ nat, natImage }: Pick<Deployment, 'nat' | 'natImage'>): Network {
  const vpc = new sst.aws.Vpc('Network', {
    az: zoneCount,
    nat:
      nat === 'ec2' && natImage !== null
        ? { type: 'ec2', ec2: { instance: 't4g.nano', ami: natImage } }
        : nat,
    transform: {
      // AWS's default group allows all traffic inside; it is not used, so it is set to allow nothing.
      securityGroup: { ingress: [], egress: [] },
      publicSubnet: { mapPublicIpOnLaunch: false },
      // SST's NAT instances accept all traffic from the whole internet.
      natSecurityGroup: (args) => {
        const fromInside = { protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['10.0.0.0/16'] };
        args.ingress = [fromInside];
        return undefined;
      },
      natInstance: (args, options) => {
        // SST looks up the newest image each time, so a deployment would replace every NAT instance when one is
        // published.
        if (natImage === null) options.ignoreChanges = ['ami'];
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
    natAddresses: Array.from({ length: zoneCount }, (_, zone) => addressOf(vpc, zone)),
  };
}

function addressOf(vpc: sst.aws.Vpc, zone: number): $util.Output<string> {
  return vpc.nodes.elasticIps.apply((addresses) => {
    const address = addresses[zone];
    if (address === undefined) throw new Error(`the network has no NAT address in its zone ${zone + 1}`);
    return address.publicIp;
  });
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
