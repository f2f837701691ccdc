/** `garbageday kill`: one experiment now, in what runs here. */
import { loadConfiguration } from '@garbageday/config/load-configuration.ts';
import { type FaultName, faultNamed, faultNames } from '@garbageday/core/chaos/fault.ts';
import type { Command } from 'commander';
import { chooseGroup, type KnownGroup } from '../choose-group.ts';
import { type CommandContext, type CommonOptions, platformOptions } from '../command-context.ts';
import { describeOutcome } from '../describe-outcome.ts';
import { shortPath } from '../directory-files.ts';
import type { ExitCode } from '../exit-code.ts';
import { exitCodeOf, killSchema, outcomeDocument } from '../kill-result.ts';
import { choiceOption } from '../options/parse-value.ts';
import { findRunning, requireRunning } from '../running.ts';

export function addKill(program: Command, context: CommandContext): void {
  const command = program
    .command('kill')
    .summary('one experiment now (a dry run unless --armed)')
    .description(
      'Runs one experiment now against what runs here: every check, one server of the group, and what users felt. ' +
        'Without --armed it stops before the kill and names the server it would have killed. Waits until the experiment ends. ' +
        'With --platform aws it starts the experiment in the stage, where it continues if you press Ctrl-C.',
    )
    .argument(
      '[group]',
      'web, data, load-balancer, or as the configuration names them (default: a web group)',
    )
    .option(
      '--fault <kind>',
      `${faultNames.join(', ')} (default: the group's)`,
      choiceOption('--fault', faultNames),
    )
    .option('--armed', 'really kill')
    .addHelpText('after', examples)
    .action(async (group: string | undefined) => {
      context.finish(await kill(command, context, group));
    });
}

const examples = `
Examples:
  garbageday kill                                  which server would it kill?
  garbageday kill data --armed                     a database server, for real
  garbageday kill web --fault power-cut --armed    without any warning
  garbageday kill web --platform aws --stage dev   in a stage on AWS

Exit codes: 0 it passed (or would have been allowed), 1 it failed, 3 it was refused, aborted or inconclusive.`;

type Written = { readonly fault?: FaultName; readonly armed?: boolean };

async function kill(command: Command, context: CommandContext, asked: string | undefined): Promise<ExitCode> {
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
  // Without a fault it is the group's own, which only the running stack knows.
  const underWay = fault === null ? 'Killing' : faultNamed(fault).gerund;
  if (mode === 'armed' && output.isTty)
    output.line(`${underWay} one ${group} instance; waiting for the verdict …`);
  const { outcome } = await requireRunning(place).kill({ group, fault, mode });
  if (output.isJson) output.document({ schema: killSchema, outcome: outcomeDocument(outcome) });
  else output.print(describeOutcome(outcome));
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
