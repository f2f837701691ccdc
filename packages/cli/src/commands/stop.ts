/** `garbageday stop`: ends what runs here, as Ctrl-C in its own terminal would. */
import type { Command } from 'commander';
import { type CommandContext, commonOptions } from '../command-context.ts';
import { shortPath } from '../directory-files.ts';
import { exitCodes } from '../exit-code.ts';
import { requireRunning } from '../running.ts';

export function addStop(program: Command, context: CommandContext): void {
  const command = program
    .command('stop')
    .summary('end what runs here')
    .description(
      'Ends what runs in the directory, as Ctrl-C in its own terminal would: it still writes its report.',
    )
    .action(async () => {
      const { directory } = commonOptions(command, context);
      const name = shortPath(directory, context.surroundings.cwd);
      await requireRunning({ directory, name }).stop();
      if (context.output.isJson) context.output.document({ schema: 'garbageday/stop@1', directory });
      else context.output.print(`Asked what runs in ${name} to stop`);
      context.finish(exitCodes.kept);
    });
}
