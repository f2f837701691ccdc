/** What only a deployment needs to know. Everything else comes from garbageday.config.ts. */
import { UsageError } from '@garbageday/core/errors.ts';

export type Deployment = {
  /** `alb`: AWS's, which cannot be killed. `haproxy`: our own pair behind an NLB, a group that chaos may hit. */
  readonly loadBalancer: 'alb' | 'haproxy';
  /** A function that plays the users at `users.ratePerSecond`, for a service that has none yet. */
  readonly hasUsers: boolean;
  /** Must be arm64 types, like the image and the packages. */
  readonly webInstanceType: string;
  readonly dataInstanceType: string;
  readonly loadBalancerInstanceType: string;
  readonly dataVolumeGib: number;
  /**
   * AMI of every server. `null`: the newest Amazon Linux 2023 for arm64 on the day a launch template is first deployed,
   * kept from then on. An id here, of this region, is a new image on purpose: it is rolled out, and kept if it is
   * removed.
   */
  readonly serverImage: string | null;
  /** Whether what the stage has stored must survive a mistake: nothing that holds data can be deleted or replaced. */
  readonly keepsData: boolean;
  /** `managed`: one NAT gateway a zone (about 33 $ a month each). `ec2`: one small NAT instance a zone. */
  readonly nat: 'managed' | 'ec2';
  /** Image of the NAT instances; `null`: the newest at the first deployment, and the same from then on. */
  readonly natImage: string | null;
  /** ARN of an ACM certificate in this region, for HTTPS on the ALB; `null` serves plain HTTP. */
  readonly certificateArn: string | null;
  /**
   * The name in the certificate, which users and the probe call: no certificate matches the load balancer's own name.
   */
  readonly domainName: string | null;
  /** The public hosted zone in Route 53 that gets `domainName` as an alias of the load balancer. */
  readonly hostedZoneId: string | null;
  /** IPv4 networks that may reach the load balancer; `null`: everyone. The stage's own probe and users always may. */
  readonly allowedCidrs: readonly string[] | null;
  /**
   * Where metrics and events go by the OpenTelemetry protocol (docs/opentelemetry.md), by https://; `null`: nowhere. Its keys are the secret
   * `OtlpHeaders`.
   */
  readonly otlpEndpoint: string | null;
  /** False for a new account whose quota of concurrent executions is still 10: AWS refuses any reservation there. */
  readonly reservesConcurrency: boolean;
};

const defaults: Deployment = {
  loadBalancer: 'alb',
  hasUsers: true,
  webInstanceType: 't4g.small',
  dataInstanceType: 't4g.medium',
  loadBalancerInstanceType: 't4g.small',
  dataVolumeGib: 20,
  serverImage: null,
  keepsData: false,
  nat: 'ec2',
  natImage: null,
  certificateArn: null,
  domainName: null,
  hostedZoneId: null,
  allowedCidrs: null,
  otlpEndpoint: null,
  reservesConcurrency: true,
};

/** Overrides by stage; any other stage gets the defaults. */
const overrides = new Map<string, Partial<Deployment>>([
  ['production', { nat: 'managed', hasUsers: false, keepsData: true }],
  ['haproxy', { loadBalancer: 'haproxy' }],
]);

/**
 * The settings of one stage.
 *
 * @throws UsageError (one line) if two of them contradict each other.
 */
export function deploymentOf(stage: string): Deployment {
  const deployment = { ...defaults, ...overrides.get(stage) };
  const why = whyNoDeployment(deployment);
  if (why !== null) throw new UsageError(`stacks/deployment.ts: stage ${stage}: ${why}`);
  return deployment;
}

/** What is wrong, and what to write; `null` if nothing is. */
export function whyNoDeployment(deployment: Deployment): string | null {
  const { certificateArn, domainName, hostedZoneId, loadBalancer, allowedCidrs } = deployment;
  const parts = { certificateArn, domainName, hostedZoneId };
  const missing = Object.entries(parts).find(([, value]) => value === null)?.[0];
  const given = Object.entries(parts).find(([, value]) => value !== null)?.[0];
  if (missing !== undefined && given !== undefined) {
    return `${given} is set and ${missing} is not; HTTPS needs certificateArn, domainName and hostedZoneId, so set all three or none`;
  }
  if (certificateArn !== null && loadBalancer === 'haproxy') {
    return "certificateArn is set, and the load balancer is 'haproxy', which serves plain HTTP; use 'alb', or leave it out";
  }
  if (domainName !== null && !/^([a-z0-9-]{1,63}\.)+[a-z]{2,63}$/.test(domainName)) {
    return `domainName "${domainName}" is not a host name; write one such as "wordcount.example.com"`;
  }
  const wrong = allowedCidrs?.find((cidr) => !isCidr(cidr));
  if (wrong !== undefined) {
    return `allowedCidrs: "${wrong}" is not an IPv4 network; write one such as "203.0.113.0/24"`;
  }
  if (allowedCidrs?.length === 0)
    return 'allowedCidrs is empty; name the networks, or write null for everyone';
  return null;
}

function isCidr(text: string): boolean {
  const [, address = '', bits] = /^([\d.]+)\/(\d{1,2})$/.exec(text) ?? [];
  const octets = address.split('.');
  return (
    octets.length === 4 &&
    octets.every((each) => /^\d{1,3}$/.test(each) && Number(each) < 256) &&
    Number(bits) <= 32
  );
}
