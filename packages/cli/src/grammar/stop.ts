/** How `garbageday stop` is typed. */
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';

export function addStop(program: Command, context: CommandContext): void {
  const command = program
    .command('stop')
    .summary('end what runs here')
    .description(
      'Ends what runs in the directory, as Ctrl-C in its own terminal would, and waits until it has written its report.',
    )
    .action(async () => {
      const { stop } = await import('../commands/stop.ts');
      await stop(command, context);
    });
}
