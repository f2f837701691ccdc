/** What can be seen of an AWS account before anything is deployed. Nothing is changed. */

export type ScalingGroupSummary = {
  readonly name: string;
  readonly desiredSize: number;
  readonly targetGroupArns: readonly string[];
};

export type SeenGroup = {
  readonly desiredSize: number;
  /** One line each: the instance, its zone, and how it is. */
  readonly servers: readonly string[];
  /** What the gate would say of the group; `null`: go ahead. */
  readonly refusal: string | null;
};

export type AwsView = {
  /** @throws UsageError when none is known. */
  readonly region: () => Promise<string>;
  /** All of the region, by name. @throws UsageError when AWS says no. */
  readonly groups: () => Promise<readonly ScalingGroupSummary[]>;
  /** Other regions that have a group of this name. Empty where that cannot be asked. */
  readonly elsewhere: (name: string) => Promise<readonly string[]>;
  /** Where the load balancer of these target groups is reached; `null`: there is none. */
  readonly urlOf: (targetGroupArns: readonly string[]) => Promise<string | null>;
  readonly look: (group: {
    readonly name: string;
    readonly autoScalingGroup: string;
    readonly targetGroupArns: readonly string[];
    readonly stage: string;
  }) => Promise<SeenGroup>;
  readonly close: () => void;
};

/** `region`: as typed; `null`: where the SDK looks for it. */
export type OpenAws = (region: string | null) => Promise<AwsView>;
