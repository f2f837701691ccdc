/** `garbageday help [command]`. */
import { suggestion } from '@garbageday/config/nearest.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { Command } from 'commander';

export function addHelp(program: Command): void {
  program
    .command('help [command]')
    .description('print the help of a command')
    .action((name?: string) => {
      const command = name === undefined ? program : program.commands.find((one) => one.name() === name);
      if (command !== undefined) return command.outputHelp();
      const known = program.commands.map((one) => one.name());
      throw new UsageError(`unknown command ${JSON.stringify(name)}${suggestion(String(name), known)}`);
    });
}
