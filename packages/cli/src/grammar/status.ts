/** How `garbageday status` is typed. */
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';

export function addStatus(program: Command, context: CommandContext): void {
  const command = program
    .command('status')
    .summary('what runs here, now')
    .description(
      'Shows the safety lever, the servers by zone, the users, the budget, the kills with their verdicts, the next one ' +
        'and the last events of what runs in the directory; with --platform aws ' +
        "the stage's servers, safety lever, alarms, experiments, and how fresh the probe's measurements are.",
    )
    .action(async () => {
      const { status } = await import('../commands/status.ts');
      context.finish(await status(command, context));
    });
}
