/** What a kill puts at stake, as the confirmation says it. The gate decides all the same. */
import type { PageGroup, PageInstance } from '../patch.ts';

export type Stakes = {
  readonly text: string;
  /** Worth a second thought: the safe choice is the one that Enter takes. */
  readonly isHigh: boolean;
};

export function stakesOf(group: PageGroup, target: Pick<PageInstance, 'id' | 'role'>): Stakes {
  const serving = group.instances.filter(({ isHealthy, isInService }) => isHealthy && isInService);
  const left = serving.filter(({ id }) => id !== target.id).length;
  const majority = group.kind === 'data' ? Math.floor(group.desiredSize / 2) + 1 : 0;
  const required = Math.max(majority, group.requiredHealthy);
  const spare = `${left} of ${group.desiredSize} stay in service, and ${required} ${required === 1 ? 'is' : 'are'} required.`;
  if (left < required) return { text: `No spare: ${spare} The gate will refuse.`, isHigh: true };
  if (target.role === 'primary')
    return { text: `This is the primary: writes wait until another one is elected. ${spare}`, isHigh: true };
  return { text: spare, isHigh: false };
}
