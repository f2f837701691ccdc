/** How `garbageday kill` is typed. */
import { faultNames } from '@garbageday/core/chaos/fault.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { choiceOption } from '../options/parse-value.ts';

export function addKill(program: Command, context: CommandContext): void {
  const command = program
    .command('kill')
    .summary('one experiment now (a dry run unless --armed)')
    .description(
      'Runs one experiment now against what runs here: every check, one server of the group, and what users felt. ' +
        'Without --armed it stops before the kill and names the server it would have killed. Waits until the experiment ends. ' +
        'With --platform aws it starts the experiment in the stage, where it continues if you press Ctrl-C.',
    )
    .argument(
      '[group]',
      'web, data, load-balancer, or as the configuration names them (default: a web group)',
    )
    .option(
      '--fault <kind>',
      `${faultNames.join(', ')} (default: the group's)`,
      choiceOption('--fault', faultNames),
    )
    .option('--armed', 'really kill')
    .addHelpText('after', examples)
    .action(async (group: string | undefined) => {
      const { kill } = await import('../commands/kill.ts');
      context.finish(await kill(command, context, group));
    });
}

const examples = `
Examples:
  garbageday kill                                  which server would it kill?
  garbageday kill data --armed                     a database server, for real
  garbageday kill web --fault power-cut --armed    without any warning
  garbageday kill web --platform aws --stage dev   in a stage on AWS

Exit codes: 0 it passed (or would have been allowed), 1 it failed, 3 it was refused, aborted or inconclusive.`;
