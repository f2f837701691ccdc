/** `garbageday gameday`: the scripted demo, from boot to report. */

import { gameDayTimes, planGameDay, shortestGameDayMs } from '@garbageday/core/chaos/game-day-plan.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { durationOption, wholeOption } from '../options/parse-value.ts';
import { addStackOptions, stackOptions } from '../options/stack-options.ts';
import type { GameDayOptions } from '../options.ts';

const usualMs = 90_000;

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
    );
  addStackOptions(command, context)
    .addHelpText('after', examples)
    .action(async () => {
      const options = await gameDayOptions(command, context);
      context.finish(await context.surroundings.runners.gameDay(options, context.output));
    });
}

const examples = `
Examples:
  garbageday gameday                              four kills in a minute and a half
  garbageday gameday --kills 20 --seed tuesday    twenty, the same twenty every time
  garbageday gameday --duration 24h --kills 200   a long one
  garbageday gameday --json > run.json            one JSON document for CI`;

type Written = { readonly duration?: number; readonly kills: number };

async function gameDayOptions(command: Command, context: CommandContext): Promise<GameDayOptions> {
  const stack = await stackOptions(command, context);
  const { duration, kills } = command.opts<Written>();
  const configuration: Configuration = { ...stack.configuration, mode: 'armed' };
  const times = { ...gameDayTimes, kills, groups: configuration.groups, mode: 'armed' } as const;
  const request = { ...times, seed: stack.seed, runId: 'check', startAtMs: 0 };
  const durationMs = duration ?? Math.max(usualMs, shortestGameDayMs(request));
  // Throws when the kills do not fit, before anything is started or written.
  planGameDay({ ...request, durationMs });
  return { ...stack, configuration, durationMs, kills };
}
