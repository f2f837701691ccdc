/** How `garbageday halt` and `garbageday resume` are typed. */
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { textOption } from '../options/parse-value.ts';

export function addHalt(program: Command, context: CommandContext): void {
  const command = program
    .command('halt')
    .summary('pull the safety lever: no more kills, and a running experiment is aborted')
    .description(
      'Pulls the safety lever. Until `garbageday resume` nothing is killed, in this run and in later ones.',
    )
    .argument('[reason]', 'why, for the report', textOption('reason', 200), 'halted from the command line')
    .addHelpText('after', '\nExample:\n  garbageday halt "customers are calling"')
    .action(async (reason: string) => {
      const { halt } = await import('../commands/lever.ts');
      await halt(command, context, reason);
    });
}

export function addResume(program: Command, context: CommandContext): void {
  const command = program
    .command('resume')
    .summary('release the safety lever')
    .description('Releases the safety lever: kills are allowed again.')
    .action(async () => {
      const { resume } = await import('../commands/lever.ts');
      await resume(command, context);
    });
}
