/** What no role may have. Each check returns a sentence per violation. */

import { rolesOf, type Stage } from '../harness/stage.ts';
import { isMutating, withoutResources } from '../iam/actions.ts';
import type { Statement } from '../iam/document.ts';

/** AWS's own policies that SST attaches, and why each is bearable. */
export const knownManagedPolicies: ReadonlyMap<string, string> = new Map([
  ['AWSLambdaBasicExecutionRole', 'writes to CloudWatch Logs'],
  ['AWSLambdaVPCAccessExecutionRole', 'makes its own network interfaces, where the entrance is closed'],
  ['AWSLambdaBasicDurableExecutionRolePolicy', 'writes logs, and checkpoints its own durable executions'],
  ['AmazonSSMManagedInstanceCore', "lets Session Manager reach SST's NAT instances"],
]);

export function wildcardActions(stage: Stage): readonly string[] {
  return eachStatement(stage, ({ actions }) =>
    actions.filter((action) => /[*?]/.test(action)).map((action) => `allows the wildcard action ${action}`),
  );
}

export function unconfinedMutations(stage: Stage): readonly string[] {
  return eachStatement(stage, ({ actions, resources, conditions }) => {
    if (!resources.some((resource) => resource === '*' || /^arn:[^:]*:[^:]*:[^:]*:[^:]*:\*$/.test(resource)))
      return [];
    return actions.filter(isMutating).flatMap((action) => {
      const confinedBy = withoutResources.get(action);
      if (confinedBy === undefined) return [`may ${action} on ${resources.join(', ')}`];
      const isConfined = confinedBy === null || conditions.some(({ key }) => key === confinedBy);
      return isConfined ? [] : [`may ${action} without a condition on ${confinedBy}`];
    });
  });
}

/** Services only; and no service on behalf of another account where AWS lets us say so. */
export function openTrusts(stage: Stage): readonly string[] {
  return rolesOf(stage).flatMap(({ name, trust }) =>
    trust.flatMap(({ principals }) =>
      principals
        .filter((principal) => !principal.startsWith('Service:'))
        .map((principal) => `${name} may be assumed by ${principal}`),
    ),
  );
}

export function unknownManagedPolicies(stage: Stage): readonly string[] {
  return rolesOf(stage).flatMap(({ name, managedPolicies }) =>
    managedPolicies
      .filter((policy) => !knownManagedPolicies.has(policy.split('/').at(-1) ?? ''))
      .map((policy) => `${name} has ${policy}`),
  );
}

function eachStatement(stage: Stage, check: (statement: Statement) => readonly string[]): readonly string[] {
  return rolesOf(stage).flatMap(({ name, statements }) =>
    statements
      .filter(({ effect }) => effect === 'Allow')
      .flatMap((statement) => check(statement).map((finding) => `${name} ${finding}`)),
  );
}
