/** How `garbageday up` is typed. */
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { durationOption } from '../options/parse-value.ts';
import { addStackOptions } from './stack-options.ts';

export function addUp(program: Command, context: CommandContext): void {
  const command = program
    .command('up')
    .summary('keep the stack running, with chaos on a fast schedule')
    .description(
      'Boots the stack and keeps it running until Ctrl-C, with an experiment every minute. ' +
        'Other terminals talk to it: kill, halt, resume, status, report.',
    )
    .optionsGroup('Chaos:')
    .option(
      '--every <time>',
      'time between experiments, 15s to 24h (default: 60s)',
      durationOption('--every', { min: '15s', max: '24h' }),
    )
    .option('--no-chaos', 'only what `garbageday kill` asks for')
    .option('--armed', "really kill (default: the configuration's mode, which is dry-run unless set)");
  addStackOptions(command, context)
    .addHelpText('after', examples)
    .action(async () => {
      const { upOptions } = await import('../commands/up.ts');
      const options = await upOptions(command, context);
      context.finish(await context.surroundings.runners.up(options, context.output));
    });
}

const examples = `
Examples:
  garbageday up --armed                 a real kill every minute
  garbageday up --no-chaos --port 8080  a fixed address, and quiet until \`garbageday kill --armed\``;
