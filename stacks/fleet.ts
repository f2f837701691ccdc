/** The servers: web fleet, replica set, load balancer, and the network that they are in. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { GroupArguments } from '@garbageday/sst/arguments.ts';
import type { Ledger } from '@garbageday/sst/ledger.ts';
import { deployArtifacts } from './artifacts.ts';
import { groupOf } from './configuration.ts';
import { type Data, deployData } from './data.ts';
import type { Deployment } from './deployment.ts';
import { type Inside, insideOf } from './entrance.ts';
import { deployLoadBalancer } from './load-balancer.ts';
import type { LoadBalancer } from './load-balancer-contract.ts';
import { deployNetwork } from './network.ts';
import { webPort } from './ports.ts';
import { allowBetween } from './security-group.ts';
import { deployWeb, type Web } from './web.ts';

export type Fleet = {
  /** The groups' names in the configuration. */
  readonly names: { readonly web: string; readonly data: string };
  readonly sizes: { readonly web: number };
  readonly web: Web;
  readonly data: Data;
  readonly loadBalancer: LoadBalancer;
  /** Once these exist, users can be served; nothing is measured, drawn or reported before. */
  readonly inService: readonly $util.Resource[];
  /** Resolves when every server runs this deployment's version. */
  readonly rolledOut: $util.Output<unknown>;
  /** Where probe and users run; `null`: in Lambda's own network. */
  readonly inside: Inside | null;
};

type FleetInput = {
  readonly config: Configuration;
  readonly deployment: Deployment;
  readonly ledger: Ledger;
};

export async function deployFleet({ config, deployment, ledger }: FleetInput): Promise<Fleet> {
  const [webGroup, dataGroup] = [groupOf(config, 'web'), groupOf(config, 'data')];
  const network = deployNetwork(deployment);
  const artifacts = deployArtifacts();
  const data = deployData({ network, artifacts, group: dataGroup, deployment, ledger });
  const loadBalancer = deployLoadBalancer({ network, deployment, config });
  const targetGroupArns = loadBalancer.webTargetGroups.map((each) => each.arn);
  const web = await deployWeb({
    network,
    group: webGroup,
    deployment,
    data,
    artifacts,
    targetGroupArns,
  });
  allowBetween('LoadBalancerToWeb', {
    from: loadBalancer.securityGroup,
    to: web.securityGroup,
    port: webPort,
    description: 'Requests and health checks',
  });
  const own = loadBalancer.fleet;
  const inside = insideOf(network, deployment);
  return {
    names: { web: webGroup.name, data: dataGroup.name },
    web,
    data,
    loadBalancer,
    inside,
    sizes: { web: webGroup.desiredSize },
    inService: [
      ...data.autoScalingGroups,
      web.autoScalingGroup,
      ...(own === null ? [] : [own.autoScalingGroup]),
      ...loadBalancer.listeners,
    ],
    rolledOut: $util.all([web.rolledOut, ...(own === null ? [] : [own.rolledOut])]),
  };
}

/** Every group that can be hit. */
export function groupsOf({ names, sizes, web, data, loadBalancer }: Fleet): readonly GroupArguments[] {
  const own = loadBalancer.fleet;
  return [
    {
      name: names.web,
      autoScalingGroup: web.autoScalingGroup,
      targetGroup: loadBalancer.webTargetGroups,
      desiredSize: sizes.web,
    },
    {
      name: names.data,
      // One for each member.
      autoScalingGroup: data.autoScalingGroups,
      desiredSize: data.autoScalingGroups.length,
    },
    ...(own === null
      ? []
      : [
          {
            name: own.group,
            autoScalingGroup: own.autoScalingGroup,
            targetGroup: own.targetGroup,
            desiredSize: own.desiredSize,
          },
        ]),
  ];
}
