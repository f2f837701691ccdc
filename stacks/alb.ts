/** AWS's Application Load Balancer: it cannot be killed, and it retries nothing. */
import type { Deployment } from './deployment.ts';
import { openEntrance } from './entrance.ts';
import type { LoadBalancer, LoadBalancerInput } from './load-balancer-contract.ts';
import { balancerName } from './naming.ts';
import { webPort } from './ports.ts';
import { closedGroup } from './security-group.ts';

export function deployAlb({ network, deployment }: LoadBalancerInput): LoadBalancer {
  const { certificateArn } = deployment;
  const ports = certificateArn === null ? [80] : [80, 443];
  const description = 'The load balancer';
  const securityGroup = closedGroup('LoadBalancerSecurityGroup', { part: 'lb', description, network });
  const balancer = new aws.lb.LoadBalancer('LoadBalancer', {
    name: balancerName('lb'),
    loadBalancerType: 'application',
    internal: false,
    subnets: network.publicSubnets,
    securityGroups: [securityGroup.id],
    // Below the web servers' own 65 s, so that they never hang up first.
    idleTimeout: 60,
    dropInvalidHeaderFields: true,
    enableDeletionProtection: $app.protect,
  });
  const targets = webTargets(network.vpcId);
  const listeners = listen({ balancer, targets, certificateArn });
  openEntrance({ group: securityGroup, ports, network, deployment });
  return {
    kind: 'alb',
    url: urlOf(balancer, deployment),
    securityGroup,
    listeners,
    webTargetGroups: [targets],
    fleet: null,
    dimensions: { loadBalancer: balancer.arnSuffix, targetGroup: targets.arnSuffix },
  };
}

/** By domain name if there is a certificate, which never matches the load balancer's own name. */
function urlOf(
  balancer: aws.lb.LoadBalancer,
  { domainName, hostedZoneId }: Deployment,
): $util.Output<string> {
  if (domainName === null || hostedZoneId === null) return $interpolate`http://${balancer.dnsName}`;
  const alias = new aws.route53.Record('Alias', {
    zoneId: hostedZoneId,
    name: domainName,
    type: 'A',
    aliases: [{ name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: false }],
  });
  return $interpolate`https://${alias.fqdn}`;
}

/**
 * Deep health checks: a server that has lost its database, or is draining, gets no requests, but is not replaced for
 * it.
 */
function webTargets(vpcId: $util.Output<string>): aws.lb.TargetGroup {
  return new aws.lb.TargetGroup('WebTargets', {
    name: balancerName('web'),
    port: webPort,
    protocol: 'HTTP',
    targetType: 'instance',
    vpcId,
    // Twice five seconds: a draining server keeps serving for twenty.
    healthCheck: {
      path: '/readyz',
      matcher: '200',
      interval: 5,
      timeout: 2,
      healthyThreshold: 2,
      unhealthyThreshold: 2,
    },
    deregistrationDelay: 30,
    loadBalancingAlgorithmType: 'least_outstanding_requests',
  });
}

type Listening = {
  readonly balancer: aws.lb.LoadBalancer;
  readonly targets: aws.lb.TargetGroup;
  readonly certificateArn: string | null;
};

function listen({ balancer, targets, certificateArn }: Listening): readonly aws.lb.Listener[] {
  const forward = { type: 'forward', targetGroupArn: targets.arn };
  const loadBalancerArn = balancer.arn;
  if (certificateArn === null) {
    const args = { loadBalancerArn, port: 80, protocol: 'HTTP', defaultActions: [forward] };
    return [new aws.lb.Listener('Http', args)];
  }
  const redirect = { port: '443', protocol: 'HTTPS', statusCode: 'HTTP_301' };
  const http = new aws.lb.Listener('Http', {
    loadBalancerArn,
    port: 80,
    protocol: 'HTTP',
    defaultActions: [{ type: 'redirect', redirect }],
  });
  const https = new aws.lb.Listener('Https', {
    loadBalancerArn,
    port: 443,
    protocol: 'HTTPS',
    sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    certificateArn,
    defaultActions: [forward],
  });
  return [http, https];
}
