/** `garbageday kill`: one experiment now, in what runs here. */
import { loadConfiguration } from '@garbageday/config/load-configuration.ts';
import type { FaultName } from '@garbageday/core/chaos/fault.ts';
import { narrateOutcome } from '@garbageday/render/narrate/experiment.ts';
import { faultUnderWay } from '@garbageday/render/narrate/fault-words.ts';
import type { Command } from 'commander';
import { chooseGroup, type KnownGroup } from '../choose-group.ts';
import { type CommandContext, type CommonOptions, platformOptions } from '../command-context.ts';
import { shortPath } from '../directory-files.ts';
import type { ExitCode } from '../exit-code.ts';
import { exitCodeOf, killSchema, outcomeDocument } from '../kill-result.ts';
import { findRunning, requireRunning } from '../running.ts';

type Written = { readonly fault?: FaultName; readonly armed?: boolean };

/** Returns how the command ends. */
export async function kill(
  command: Command,
  context: CommandContext,
  asked: string | undefined,
): Promise<ExitCode> {
  const { platform, ...common } = platformOptions(command, context);
  const { fault = null, armed } = command.opts<Written>();
  const wanted = { asked, fault, mode: armed === true ? ('armed' as const) : ('dry-run' as const) };
  if (platform.kind === 'aws') {
    const { killOnAws } = await import('../aws/kill.ts');
    return await killOnAws({ ...wanted, stage: platform.stage, configPath: common.configPath }, context);
  }
  return await killHere(wanted, common, context);
}

type Wanted = {
  readonly asked: string | undefined;
  readonly fault: FaultName | null;
  readonly mode: 'armed' | 'dry-run';
};

async function killHere(
  { asked, fault, mode }: Wanted,
  common: CommonOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { output, surroundings } = context;
  const place = { directory: common.directory, name: shortPath(common.directory, surroundings.cwd) };
  const group = chooseGroup(asked, await knownGroups(common, context));
  if (mode === 'armed' && output.isTty) output.line(faultUnderWay(fault, group));
  const { outcome } = await requireRunning(place).kill({ group, fault, mode });
  if (output.isJson) output.document({ schema: killSchema, outcome: outcomeDocument(outcome) });
  else output.print(narrateOutcome(outcome));
  return exitCodeOf(outcome);
}

/** Those of what runs, or else of the configuration, so that a typo is named as a typo even when nothing runs. */
async function knownGroups(
  { directory, configPath }: CommonOptions,
  { surroundings }: CommandContext,
): Promise<readonly KnownGroup[]> {
  const running = findRunning({ directory, name: directory });
  if (running === null) return (await loadConfiguration(configPath, surroundings.cwd)).groups;
  return (await running.status()).state.groups;
}
