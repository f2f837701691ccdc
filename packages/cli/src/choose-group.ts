/** Which group a person means. */
import { nearestOf } from '@garbageday/config/nearest.ts';
import type { Group } from '@garbageday/core/chaos/fleet.ts';
import { UsageError } from '@garbageday/core/errors.ts';

export type KnownGroup = Pick<Group, 'name' | 'kind'>;

/** The group with that name; if none was named, a web group. Throws a UsageError that lists the existing groups. */
export function chooseGroup(asked: string | undefined, groups: readonly KnownGroup[]): string {
  const known = groups.map(({ name }) => name);
  const usual = groups.find(({ kind }) => kind === 'web')?.name ?? known[0];
  const group = asked === undefined ? usual : known.find((name) => name === asked);
  if (group !== undefined) return group;
  const nearest = nearestOf(String(asked), known);
  const mend = nearest === null ? '' : `did you mean "${nearest}"? `;
  throw new UsageError(`unknown group ${JSON.stringify(asked)}; ${mend}known: ${known.join(', ')}`);
}
