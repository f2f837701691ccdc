/** `garbageday help [command…]`: `help slo eval` is the help of a subcommand. */
import { suggestion } from '@garbageday/config/nearest.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { Command } from 'commander';

export function addHelp(program: Command): void {
  program
    .command('help [command...]')
    .description('print the help of a command')
    .action((names: readonly string[]) => names.reduce(commandOf, program).outputHelp());
}

function commandOf(parent: Command, name: string): Command {
  const found = parent.commands.find((one) => one.name() === name);
  if (found !== undefined) return found;
  const known = parent.commands.map((one) => one.name());
  const mend = known.length === 0 ? `; ${parent.name()} has no commands of its own` : suggestion(name, known);
  throw new UsageError(`unknown command ${JSON.stringify(name)}${mend}`);
}
