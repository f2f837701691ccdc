/** The servers: web fleet, replica set, load balancer, and the network that they are in. */
import type { Configuration } from '@garbageday/core/config/configuration.ts';
import { groupOf } from './configuration.ts';
import { type Data, deployData } from './data.ts';
import type { Deployment } from './deployment.ts';
import { deployLoadBalancer } from './load-balancer.ts';
import type { LoadBalancer } from './load-balancer-contract.ts';
import { deployNetwork } from './network.ts';
import { webPort } from './ports.ts';
import { allowBetween } from './security-group.ts';
import { deployWeb, type Web } from './web.ts';

export type Fleet = {
  /** The groups' names in the configuration. */
  readonly names: { readonly web: string; readonly data: string };
  readonly web: Web;
  readonly data: Data;
  readonly loadBalancer: LoadBalancer;
};

type FleetInput = {
  readonly config: Configuration;
  readonly deployment: Deployment;
  readonly ledger: sst.aws.Dynamo;
};

export async function deployFleet({ config, deployment, ledger }: FleetInput): Promise<Fleet> {
  const [webGroup, dataGroup] = [groupOf(config, 'web'), groupOf(config, 'data')];
  const network = deployNetwork(deployment);
  const data = deployData({ network, group: dataGroup, deployment, ledger });
  const loadBalancer = deployLoadBalancer({ network, deployment, config });
  const targetGroupArns = loadBalancer.webTargetGroups.map((each) => each.arn);
  const web = await deployWeb({ network, group: webGroup, deployment, data, targetGroupArns });
  allowBetween('LoadBalancerToWeb', {
    from: loadBalancer.securityGroup,
    to: web.securityGroup,
    port: webPort,
    description: 'Requests and health checks',
  });
  return { names: { web: webGroup.name, data: dataGroup.name }, web, data, loadBalancer };
}
