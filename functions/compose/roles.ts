/** The port of the function that asks members for their roles. */
import { SSMClient } from '@aws-sdk/client-ssm';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import type { RoleAnswer, RoleQuestion } from '@garbageday/aws/contract/role-question.ts';
import { rolesByCommand } from '@garbageday/aws/role-commands.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { systemClock as clock } from '../clock.ts';
import { readEnvironment } from '../environment/read-environment.ts';
import { rolesEnvironment } from '../environment/roles.ts';

/** The command is the deployment's, whatever the question says. */
export function composeRoles(): (question: RoleQuestion) => Promise<readonly RoleAnswer[]> {
  const { FLEET: groups } = readEnvironment(rolesEnvironment);
  const ssm = new SSMClient(clientSettings());
  return async ({ group, instanceIds }) => {
    const command = groups.find((each) => each.group === group)?.command;
    if (command === undefined) throw new UsageError(`${group} is not a group whose role a command tells`);
    return rolesByCommand({ ssm, clock }, command, instanceIds);
  };
}
