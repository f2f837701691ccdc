/**
 * Tags with which a server opts in to chaos: without them no experiment may end it, whatever the configuration says.
 */
import { groupTag, stageTag } from '@garbageday/aws/contract/tags.ts';

export type ChaosTag = { readonly key: string; readonly value: string; readonly propagateAtLaunch: true };

/**
 * For the `tags` of an Auto Scaling group, which passes them on to the servers that it launches from then on. `stage`:
 * the component's, if it was given one.
 *
 * @example new aws.autoscaling.Group('Web', { tags: chaosTags('web'), minSize: 3, maxSize: 4 });
 */
export function chaosTags(group: string, stage: string = stageName()): ChaosTag[] {
  return [
    { key: groupTag, value: group, propagateAtLaunch: true },
    { key: stageTag, value: stage, propagateAtLaunch: true },
  ];
}

/**
 * For `tags` of an `aws.ec2.Instance`, which has no group that could hand them on.
 *
 * @example new aws.ec2.Instance('Api1', { tags: { Name: 'api-1', ...chaosInstanceTags('api') } });
 */
export function chaosInstanceTags(group: string, stage: string = stageName()): Record<string, string> {
  return Object.fromEntries(chaosTags(group, stage).map(({ key, value }) => [key, value]));
}

/** Two apps in one account may each have a stage `production`. */
export function stageName(): string {
  return `${$app.name}-${$app.stage}`;
}
