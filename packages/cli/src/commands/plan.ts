/** `garbageday plan`: the coming days' draws. */
import { loadConfiguration } from '@garbageday/config/load-configuration.ts';
import { readExperiments } from '@garbageday/core/chaos/fold-experiment.ts';
import type { LeverPosition } from '@garbageday/core/ports.ts';
import { killsOf } from '@garbageday/core/schedule/draw-once.ts';
import { type Kill, planDays } from '@garbageday/core/schedule/plan-days.ts';
import { systemClock } from '@garbageday/local/clock.ts';
import { localLedger } from '@garbageday/local/ledger.ts';
import type { LedgerFile } from '@garbageday/local/ledger-file/open-ledger-file.ts';
import { localSafetyLever } from '@garbageday/local/safety-lever.ts';
import type { Command } from 'commander';
import { type CommandContext, commonOptions } from '../command-context.ts';
import { exitCodes } from '../exit-code.ts';
import { withLedgerIfThere } from '../open-ledger.ts';
import { textOption, wholeOption } from '../options/parse-value.ts';
import { planDocument } from '../plan/plan-document.ts';
import { planText } from '../plan/plan-text.ts';

/** Slices and experiments are kept this long (domain.md §8). */
const keptMs = 400 * 86_400_000;

export function addPlan(program: Command, context: CommandContext): void {
  const command = program
    .command('plan')
    .summary("the coming days' draws, and what would refuse them")
    .description(
      'Draws the coming days as the schedule would, day by day and group by group, and shows whom chance would hit, ' +
        'and what would refuse it. Past kills of this directory count. Starts nothing, hits nobody.',
    )
    .option(
      '--days <n>',
      'how many days, 1 to 366',
      wholeOption('--days', { min: 1, max: 366, what: 'days' }),
      14,
    )
    .option('--seed <text>', 'the salt of the draws', textOption('--seed', 64), 'garbageday')
    .addHelpText('after', '\nExample:\n  garbageday plan --days 30 --config examples/night-shift.config.ts')
    .action(async () => {
      await plan(command, context);
      context.finish(exitCodes.kept);
    });
}

type Written = { readonly days: number; readonly seed: string };
type Past = { readonly kills: readonly Kill[]; readonly lever: LeverPosition };

async function plan(command: Command, context: CommandContext): Promise<void> {
  const { output, surroundings } = context;
  const { configPath, directory } = commonOptions(command, context);
  const { days, seed: salt } = command.opts<Written>();
  const configuration = await loadConfiguration(configPath, surroundings.cwd);
  const nowMs = surroundings.now();
  const nothing: Past = { kills: [], lever: { kind: 'released' } };
  const { kills, lever } = await withLedgerIfThere(directory, (file) => readPast(file, nowMs), nothing);
  const drawn = planDays({ configuration, salt, nowMs, days, kills });
  const whole = { configuration, salt, lever, days: drawn };
  if (output.isJson) output.document(planDocument(whole));
  else output.print(planText(whole, output.hasColor));
}

async function readPast(file: LedgerFile, nowMs: number): Promise<Past> {
  const experiments = await readExperiments(localLedger(file), { fromMs: nowMs - keptMs, toMs: nowMs + 1 });
  return { kills: killsOf(experiments), lever: await localSafetyLever(file, systemClock()).position() };
}
