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
  /** Whether members of quorums are asked for their roles by a command; not written: they write them down themselves. */
  readonly asksRoles?: boolean | undefined;
  /** Whether the report site is put into a bucket every morning. */
  readonly hasSite?: boolean | undefined;
  /** Whether metrics and events are exported by OTLP. */
  readonly hasOtlp?: boolean | undefined;
};

export type Stage = {
  readonly name: string;
  readonly configuration: Configuration;
  readonly sizes: StageSizes;
};
