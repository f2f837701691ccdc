/** `garbageday gameday`: the scripted demo, from boot to report. */

import { gameDayTimes, planGameDay, shortestGameDayMs } from '@garbageday/core/chaos/game-day-plan.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { stackOptions } from '../options/stack-options.ts';
import type { GameDayOptions } from '../options.ts';
import { webhookOf } from '../slack/slack-option.ts';

const usualMs = 90_000;

type Written = { readonly duration?: number; readonly kills: number; readonly dryRun?: true };

/** The complete options. Throws a UsageError if the kills do not fit into the duration, or the audience could not kill. */
export async function gameDayOptions(command: Command, context: CommandContext): Promise<GameDayOptions> {
  const stack = await stackOptions(command, context);
  const slack = webhookOf(command, context.surroundings.env);
  const { duration, kills, dryRun = false } = command.opts<Written>();
  if (dryRun && stack.audience !== null)
    throw new UsageError('--audience: with --dry-run there is nothing that it may kill');
  const configuration: Configuration = { ...stack.configuration, mode: 'armed' };
  const times = { ...gameDayTimes, kills, groups: configuration.groups, mode: 'armed' } as const;
  const request = { ...times, seed: stack.seed, runId: 'check', startAtMs: 0 };
  const durationMs = duration ?? Math.max(usualMs, shortestGameDayMs(request));
  // Throws if the kills do not fit, before anything is started or written.
  planGameDay({ ...request, durationMs });
  return { ...stack, configuration, durationMs, kills, slack };
}
