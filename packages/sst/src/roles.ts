/**
 * Asks members of a quorum for their roles. It may run on servers of such groups what the deployment wrote, and nothing else; an
 * experiment may call it, and may run nothing itself.
 */
import { roleDocument } from '@garbageday/aws/contract/role-document.ts';
import { groupTag, stageTag } from '@garbageday/aws/contract/tags.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import { specs } from '../../../functions/specs.ts';
import type { Foundation } from './foundation.ts';
import { type DeployedGroup, fleetVariable } from './groups.ts';
import { createFunction } from './lambda.ts';
import { pascal } from './naming.ts';
import { arn, type Where } from './policy.ts';
import { wire } from './wiring.ts';

type RolesInput = {
  readonly foundation: Foundation;
  readonly config: Configuration;
  readonly groups: readonly DeployedGroup[];
};

type AskedGroup = DeployedGroup & { readonly command: NonNullable<DeployedGroup['command']> };

/** `null`: no group tells its roles by a command. */
export function deployRoles({ foundation, config, groups }: RolesInput): sst.aws.Function | null {
  const asked = groups.flatMap((group): AskedGroup[] => {
    const { command } = group;
    return command === null ? [] : [{ ...group, command }];
  });
  if (asked.length === 0) return null;
  for (const group of asked) deployDocument(foundation, group);
  const wiring = wire(specs.roles, {
    environment: { FLEET: fleetVariable(groups) },
    scopes: {
      // By name: known before they are there, so that a diff shows what may be run.
      roleDocuments: { resources: asked.map(({ command }) => arn('ssm', `document/${command.document}`)) },
      askedServers: serversOf(foundation.names.stage, asked),
      everything: { resources: ['*'] },
    },
    secrets: foundation.secrets,
    config,
  });
  return createFunction(foundation, 'Roles', {
    wiring,
    description: 'Asks members of a quorum for their roles',
    memory: '256 MB',
    // It waits 18 s for an answer (packages/aws/src/role-commands.ts); the one who asks gives up soon after Lambda does.
    timeout: '30 seconds',
    // It is always waited for, so there is no event that could be kept or tried again.
    retries: 0,
    maxEventAgeSeconds: 60,
    deadLetters: null,
    // An experiment that is under way must not be turned away because a person asks, too.
    reserved: null,
  });
}

function deployDocument({ names }: Foundation, { name, command }: AskedGroup): aws.ssm.Document {
  return new aws.ssm.Document(names.logical(`Role${pascal(name)}`), {
    name: command.document,
    documentType: 'Command',
    documentFormat: 'JSON',
    targetType: '/AWS::EC2::Instance',
    content: JSON.stringify(roleDocument(command.run)),
  });
}

/** As those that an experiment may hit, of these groups alone; SSM has condition keys of its own for tags. */
function serversOf(stage: string, groups: readonly AskedGroup[]): Where {
  const tag = (key: string, values: string[]) => ({
    test: 'StringEquals',
    variable: `ssm:resourceTag/${key}`,
    values,
  });
  const names = groups.map(({ name }) => name);
  return {
    resources: [arn('ec2', 'instance/*')],
    conditions: [tag(groupTag, names), tag(stageTag, [stage])],
  };
}
