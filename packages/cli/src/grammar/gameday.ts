/** How `garbageday gameday` is typed. */
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { durationOption, wholeOption } from '../options/parse-value.ts';
import { addSlack } from '../slack/slack-option.ts';
import { addStackOptions } from './stack-options.ts';

export function addGameDay(program: Command, context: CommandContext): void {
  const command = program
    .command('gameday')
    .summary('boot everything, kill real servers, report what users felt')
    .description(
      'Boots load balancers, web servers and a replica set on this machine, sends users and a probe through them, ' +
        'kills servers for real, and reports what users felt. Writes report.html, report.json and report.png.',
    )
    .optionsGroup('The game day:')
    .option(
      '--duration <time>',
      'how long it lasts, 20s to 24h (default: 90s, longer for many kills)',
      durationOption('--duration', { min: '20s', max: '24h' }),
    )
    .option(
      '--kills <n>',
      'how many servers to kill, 0 to 1,000',
      wholeOption('--kills', { min: 0, max: 1_000, what: 'kills' }),
      4,
    )
    .option('--dry-run', 'boot everything, send users for 15 s, say what would be killed, and kill no one');
  addStackOptions(addSlack(command), context)
    .addHelpText('after', examples)
    .action(async () => {
      const { gameDayOptions } = await import('../commands/gameday.ts');
      const options = await gameDayOptions(command, context);
      const { runners } = context.surroundings;
      const play = isDryRun(command) ? runners.rehearse : runners.gameDay;
      context.finish(await play(options, context.output));
    });
}

function isDryRun(command: Command): boolean {
  return command.opts<{ readonly dryRun?: true }>().dryRun === true;
}

const examples = `
Examples:
  garbageday gameday                              four kills in a minute and a half
  garbageday gameday --kills 20 --seed tuesday    twenty, the same twenty every time
  garbageday gameday --duration 24h --kills 200   a long one
  garbageday gameday --json > run.json            one JSON document for CI`;
