/** What only a deployment needs to know. Everything else comes from garbageday.config.ts. */

export type Deployment = {
  /** `alb`: AWS's, which nobody can kill. `haproxy`: our own pair behind an NLB, a group that chaos may hit. */
  readonly loadBalancer: 'alb' | 'haproxy';
  /** A function that plays the users at `users.ratePerSecond`, for a service that has none yet. */
  readonly hasUsers: boolean;
  /** Arm64 types: the image and the packages are. */
  readonly webInstanceType: string;
  readonly dataInstanceType: string;
  readonly loadBalancerInstanceType: string;
  readonly dataVolumeGib: number;
  /**
   * AMI of every server. `null`: the newest Amazon Linux 2023 for arm64 on the day a launch template is first deployed,
   * kept from then on. An id here, of this region, is a new image on purpose: it is rolled out, and kept if it is removed.
   */
  readonly serverImage: string | null;
  /** Whether what the stage has stored must survive a mistake: nothing that holds data can be deleted or replaced. */
  readonly keepsData: boolean;
  /** `managed`: one NAT gateway a zone (about 33 $ a month each). `ec2`: one small NAT instance a zone. */
  readonly nat: 'managed' | 'ec2';
  /** ARN of an ACM certificate in this region; `null` serves plain HTTP. */
  readonly certificateArn: string | null;
  /** False in a new account whose quota of concurrent executions is still 10: AWS refuses any reservation there. */
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
  certificateArn: null,
  reservesConcurrency: true,
};

/** Overrides by stage; a stage that is not named here gets the defaults. */
const overrides = new Map<string, Partial<Deployment>>([
  ['production', { nat: 'managed', hasUsers: false, keepsData: true }],
  ['haproxy', { loadBalancer: 'haproxy' }],
]);

/** The settings of one stage. */
export function deploymentOf(stage: string): Deployment {
  return { ...defaults, ...overrides.get(stage) };
}
