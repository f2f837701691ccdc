/** The named reasons to refuse an experiment, in the order in which they are checked (domain.md §3). */

import type { Instance } from './fleet.ts';

/** The ladder: the first reason that holds is the refusal. */
export const refusalReasons = [
  'disabled',
  'unsupported-fault',
  'safety-lever',
  'outside-window',
  'holiday',
  'cooldown',
  'daily-cap',
  'already-claimed',
  'overlapping-experiment',
  'rollout-in-progress',
  'no-redundancy',
  'probe-blind',
  'already-burning',
  'budget-short',
  'no-eligible-target',
  'check-failed',
] as const;

export type RefusalReason = (typeof refusalReasons)[number];

/** Why an experiment was refused, with the numbers that caused it, ready for a sentence and for a machine. */
export type Refusal = {
  readonly reason: RefusalReason;
  /** One sentence for a person: `2 of 3 are healthy; losing one would leave 1, and 2 are required.`. */
  readonly detail: string;
  readonly numbers: Readonly<Record<string, number>>;
};

type Member = Pick<Instance, 'id' | 'roleProblem'>;

/** Why roles are not known: each reason once, with all members that it is about. */
export function roleProblems(members: readonly Member[]): readonly string[] {
  const asked = members.filter(({ roleProblem }) => roleProblem !== undefined);
  return [...new Set(asked.map(({ roleProblem }) => roleProblem))].map((problem) => {
    const ids = asked.filter(({ roleProblem }) => roleProblem === problem).map(({ id }) => id);
    return `${ids.join(', ')}: ${problem}`;
  });
}

/** Empty where nothing is unknown. */
export function unknownRolesText(members: readonly Member[]): string {
  const problems = roleProblems(members);
  return problems.length === 0 ? '' : ` (${problems.join('; ')})`;
}

/** Two at once: an election has not ended, or what tells the roles is wrong, so no one knows who would be hit. */
export function primariesText(leading: readonly Member[]): string {
  if (leading.length === 1) return '';
  if (leading.length === 0) return 'there is no primary; ';
  return `there are ${leading.length} primaries (${leading.map(({ id }) => id).join(', ')}); `;
}
