/** `garbageday plan`: the coming days' draws. */

import { killsOf } from '@garbageday/core/chaos/draw-once.ts';
import { readExperiments } from '@garbageday/core/chaos/transitions.ts';
import type { ChaosSchedule } from '@garbageday/core/configuration.ts';
import { type Kill, planDays } from '@garbageday/core/schedule/plan-days.ts';
import { dayMs } from '@garbageday/core/time/durations.ts';
import { typedAs } from '@garbageday/render/terminal/invocation.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { planDocument } from '../plan/plan-document.ts';
import { planText } from '../plan/plan-text.ts';
import type { Platform } from '../platform/platform.ts';
import { usePlatform } from '../platform/use-platform.ts';

type Written = { readonly days: number; readonly seed?: string };

export async function plan(command: Command, context: CommandContext): Promise<void> {
  const { days, seed } = command.opts<Written>();
  const { output, surroundings } = context;
  await usePlatform(command, context, async (platform) => {
    const { configuration, supportedFaults } = await platform.setup();
    const salt = seed ?? platform.draws.seed;
    const nowMs = platform.draws.asOf(configuration.schedule, surroundings.now());
    const kills = await pastKills(platform, configuration.schedule, nowMs);
    const whole = {
      ...{ configuration, salt, lever: await platform.lever.position() },
      resume: typedAs('resume', { program: surroundings.program, options: platform.options }),
      days: planDays({ configuration, supportedFaults, salt, nowMs, days, kills }),
    };
    if (output.isJson) output.document(planDocument(whole));
    else output.print(planText(whole, output.hasColor));
  });
}

/** As far back as a cooldown can reach, assuming at least one workday a week and at most a month of holidays. */
async function pastKills(
  platform: Platform,
  { minDaysBetween }: ChaosSchedule,
  nowMs: number,
): Promise<readonly Kill[]> {
  const records = await platform.ledger();
  if (records.kind === 'none') return [];
  const fromMs = nowMs - (minDaysBetween * 7 + 31) * dayMs;
  const experiments = await readExperiments(records.ledger, { fromMs, toMs: nowMs });
  return killsOf(experiments).filter(({ atMs }) => atMs < nowMs);
}
