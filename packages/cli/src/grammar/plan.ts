/** How `garbageday plan` is typed. */
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { exitCodes } from '../exit-code.ts';
import { textOption, wholeOption } from '../options/parse-value.ts';

export function addPlan(program: Command, context: CommandContext): void {
  const command = program
    .command('plan')
    .summary("the coming days' draws, and what would refuse them")
    .description(
      'Draws the coming days as the schedule would, day by day and group by group, and shows which groups would be hit ' +
        'and what would refuse a kill. Past kills of this directory, or of the stage, count. Starts nothing and kills nothing.',
    )
    .option(
      '--days <n>',
      'how many days, 1 to 366',
      wholeOption('--days', { min: 1, max: 366, what: 'days' }),
      14,
    )
    .option(
      '--seed <text>',
      "the salt of the draws (default: garbageday; on AWS the stage's name, as its own draw has it)",
      textOption('--seed', 64),
    )
    .addHelpText('after', '\nExample:\n  garbageday plan --days 30 --config examples/night-shift.config.ts')
    .action(async () => {
      const { plan } = await import('../commands/plan.ts');
      await plan(command, context);
      context.finish(exitCodes.kept);
    });
}
