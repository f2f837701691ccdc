/** What is priced: the configuration, and what only a deployment knows (stacks/deployment.ts). */
import type { Configuration } from '@garbageday/core/configuration.ts';

export type StageSizes = {
  readonly loadBalancer: 'alb' | 'haproxy';
  readonly hasUsers: boolean;
  readonly webInstanceType: string;
  readonly dataInstanceType: string;
  readonly loadBalancerInstanceType: string;
  readonly dataVolumeGib: number;
  readonly nat: 'managed' | 'ec2';
};

export type Stage = {
  readonly name: string;
  readonly configuration: Configuration;
  readonly sizes: StageSizes;
};
