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
  /** Once these are there, users can be served; nothing is measured, drawn or reported before. */
  readonly inService: readonly $util.Resource[];
  /** Ends when every server runs what this deployment gives it. */
  readonly rolledOut: $util.Output<unknown>;
};

export async function deployFleet(config: Configuration, deployment: Deployment): Promise<Fleet> {
  const [webGroup, dataGroup] = [groupOf(config, 'web'), groupOf(config, 'data')];
  const network = deployNetwork(deployment);
  const data = deployData({ network, group: dataGroup, deployment });
  const loadBalancer = deployLoadBalancer({ network, deployment, config });
  const targetGroupArns = loadBalancer.webTargetGroups.map((each) => each.arn);
  const web = await deployWeb({ network, group: webGroup, deployment, data, targetGroupArns });
  allowBetween('LoadBalancerToWeb', {
    from: loadBalancer.securityGroup,
    to: web.securityGroup,
    port: webPort,
    description: 'Requests and health checks',
  });
  const own = loadBalancer.fleet;
  return {
    names: { web: webGroup.name, data: dataGroup.name },
    web,
    data,
    loadBalancer,
    inService: [
      ...data.autoScalingGroups,
      web.autoScalingGroup,
      ...(own === null ? [] : [own.autoScalingGroup]),
      ...loadBalancer.listeners,
    ],
    rolledOut: $util.all([web.rolledOut, ...(own === null ? [] : [own.rolledOut])]),
  };
}
