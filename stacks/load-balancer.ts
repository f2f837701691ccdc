/** The users' one address. Which kind is behind it is `loadBalancer` in deployment.ts. */
import { deployAlb } from './alb.ts';
import { deployHaproxy } from './haproxy.ts';
import type { LoadBalancer, LoadBalancerInput } from './load-balancer-contract.ts';

export function deployLoadBalancer(input: LoadBalancerInput): LoadBalancer {
  const { loadBalancer } = input.deployment;
  switch (loadBalancer) {
    case 'alb':
      return deployAlb(input);
    case 'haproxy':
      return deployHaproxy(input);
    default:
      return loadBalancer satisfies never;
  }
}
