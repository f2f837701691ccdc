/** `garbageday adopt`: servers that are there already opt in to chaos. A dry run unless --armed. */
import { UsageError } from '@garbageday/core/errors.ts';
import type { Command } from 'commander';
import { adoptionText } from '../adopt/adoption-text.ts';
import type { CommandContext } from '../command-context.ts';
import type { AdoptionRequest } from '../platform/adoption.ts';
import { usePlatform } from '../platform/use-platform.ts';

type Written = {
  readonly group: string;
  readonly autoScalingGroup?: string;
  readonly instance?: readonly string[];
  readonly armed?: boolean;
};

export async function adopt(command: Command, context: CommandContext): Promise<void> {
  const { group, armed = false, ...written } = command.opts<Written>();
  const servers = serversOf(written);
  const { output } = context;
  await usePlatform(command, context, async (platform) => {
    if (platform.adoption === null)
      throw new UsageError(
        'adopt: is for servers on AWS, and those on this machine need no tags; add --platform aws',
      );
    const plan = await platform.adoption.plan({ group, servers });
    if (armed) await platform.adoption.carryOut(plan);
    const { taggings, ...rest } = plan;
    if (output.isJson)
      output.document({ schema: 'garbageday/adoption@1', isArmed: armed, ...rest, tagged: taggings });
    else output.print(adoptionText(plan, armed));
  });
}

function serversOf({
  autoScalingGroup,
  instance = [],
}: Pick<Written, 'autoScalingGroup' | 'instance'>): AdoptionRequest['servers'] {
  if (autoScalingGroup !== undefined && instance.length === 0)
    return { kind: 'auto-scaling-group', name: autoScalingGroup };
  if (autoScalingGroup === undefined && instance.length > 0)
    return { kind: 'instances', ids: [...new Set(instance)] };
  throw new UsageError(
    'adopt: which servers? write one of --auto-scaling-group <name>, or --instance <id> for each of them',
  );
}
