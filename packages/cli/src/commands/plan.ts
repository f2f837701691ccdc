/** `garbageday plan`: the coming days' draws. */
import { loadConfiguration } from '@garbageday/config/load-configuration.ts';
import { killsOf } from '@garbageday/core/chaos/draw-once.ts';
import { readExperiments } from '@garbageday/core/chaos/fold-experiment.ts';
import type { LeverPosition } from '@garbageday/core/ports.ts';
import { type Kill, planDays } from '@garbageday/core/schedule/plan-days.ts';
import { systemClock } from '@garbageday/local/clock.ts';
import { localFaults } from '@garbageday/local/fault-injector.ts';
import { localLedger } from '@garbageday/local/ledger.ts';
import type { LedgerFile } from '@garbageday/local/ledger-file/open-ledger-file.ts';
import { localSafetyLever } from '@garbageday/local/safety-lever.ts';
import { typedAs } from '@garbageday/render/terminal/invocation.ts';
import type { Command } from 'commander';
import { type CommandContext, platformOptions } from '../command-context.ts';
import { invocationFor } from '../invocation.ts';
import { withLedgerIfThere } from '../open-ledger.ts';
import { planDocument } from '../plan/plan-document.ts';
import { planText } from '../plan/plan-text.ts';

/** Slices and experiments are kept this long (domain.md §8). */
const keptMs = 400 * 86_400_000;

type Written = { readonly days: number; readonly seed?: string };

export async function plan(command: Command, context: CommandContext): Promise<void> {
  const { output, surroundings } = context;
  const { configPath, directory, platform } = platformOptions(command, context);
  const { days, seed } = command.opts<Written>();
  const written = await loadConfiguration(configPath, surroundings.cwd, platform.kind);
  const salt = seed ?? (platform.kind === 'aws' ? platform.stage : 'garbageday');
  const now = surroundings.now();
  const { configuration, supportedFaults, kills, lever, nowMs } =
    platform.kind === 'aws'
      ? await (await import('../aws/read-past.ts')).readPastOnAws(platform.stage, written, now)
      : { configuration: written, supportedFaults: localFaults, ...(await readPastHere(directory, now)) };
  const resume =
    platform.kind === 'aws'
      ? typedAs('resume', {
          program: surroundings.program,
          options: `--platform aws --stage ${platform.stage}`,
        })
      : typedAs('resume', invocationFor(directory, surroundings));
  const whole = {
    configuration,
    salt,
    lever,
    resume,
    days: planDays({ configuration, supportedFaults, salt, nowMs, days, kills }),
  };
  if (output.isJson) output.document(planDocument(whole));
  else output.print(planText(whole, output.hasColor));
}

/** `nowMs`: nothing of today is drawn to happen before it. */
type Past = { readonly kills: readonly Kill[]; readonly lever: LeverPosition; readonly nowMs: number };

async function readPastHere(directory: string, nowMs: number): Promise<Past> {
  const nothing: Past = { kills: [], lever: { kind: 'released' }, nowMs };
  return await withLedgerIfThere(directory, (file) => readPast(file, nowMs), nothing);
}

async function readPast(file: LedgerFile, nowMs: number): Promise<Past> {
  const experiments = await readExperiments(localLedger(file), { fromMs: nowMs - keptMs, toMs: nowMs + 1 });
  const lever = await localSafetyLever(file, systemClock()).position();
  return { kills: killsOf(experiments), lever, nowMs };
}
