/** `garbageday kill`: one experiment now, in what runs here. */
import { loadConfiguration } from '@garbageday/config/load-configuration.ts';
import { nearestOf } from '@garbageday/config/nearest.ts';
import type { Fault, Group } from '@garbageday/core/chaos/fleet.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { ExperimentOutcome } from '@garbageday/core/report/report.ts';
import type { Command } from 'commander';
import { type CommandContext, type CommonOptions, commonOptions } from '../command-context.ts';
import { describeOutcome } from '../describe-outcome.ts';
import { shortPath } from '../directory-files.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { choiceOption } from '../options/parse-value.ts';
import { findRunning, requireRunning } from '../running.ts';

export const killSchema = 'garbageday/kill@1';

const faults: readonly Fault[] = ['terminate', 'power-cut', 'hang'];

export function addKill(program: Command, context: CommandContext): void {
  const command = program
    .command('kill')
    .summary('one experiment now (a dry run unless --armed)')
    .description(
      'Asks what runs here for one experiment: every check, one server of the group, and what users felt. ' +
        'Without --armed it stops short of the kill and says whom it would have hit. Waits until the experiment ends.',
    )
    .argument(
      '[group]',
      'web, data, load-balancer, or as the configuration names them (default: a web group)',
    )
    .option(
      '--fault <kind>',
      "terminate, power-cut, hang (default: the group's)",
      choiceOption('--fault', faults),
    )
    .option('--armed', 'really kill')
    .addHelpText('after', examples)
    .action(async (group: string | undefined) => {
      context.finish(await kill(command, context, group));
    });
}

const examples = `
Examples:
  garbageday kill                                  whom would it hit?
  garbageday kill data --armed                     a database server, for real
  garbageday kill web --fault power-cut --armed    without any warning

Exit codes: 0 it passed (or would have been allowed), 1 it failed, 3 it was refused, aborted or inconclusive.`;

type KnownGroup = Pick<Group, 'name' | 'kind'>;

type Written = { readonly fault?: Fault; readonly armed?: boolean };

async function kill(command: Command, context: CommandContext, asked: string | undefined): Promise<ExitCode> {
  const { output, surroundings } = context;
  const common = commonOptions(command, context);
  const place = { directory: common.directory, name: shortPath(common.directory, surroundings.cwd) };
  const group = chosenGroup(asked, await knownGroups(common, context));
  const { fault, armed } = command.opts<Written>();
  if (armed === true && output.isTty) output.line(`One of ${group} is to die; the verdict takes a while …`);
  const { outcome } = await requireRunning(place).kill({
    group,
    fault: fault ?? null,
    mode: armed === true ? 'armed' : 'dry-run',
  });
  if (output.isJson) output.document({ schema: killSchema, outcome });
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

function chosenGroup(asked: string | undefined, groups: readonly KnownGroup[]): string {
  const known = groups.map(({ name }) => name);
  const usual = groups.find(({ kind }) => kind === 'web')?.name ?? known[0];
  const group = asked === undefined ? usual : known.find((name) => name === asked);
  if (group !== undefined) return group;
  const nearest = nearestOf(String(asked), known);
  const mend = nearest === null ? '' : `did you mean "${nearest}"? `;
  throw new UsageError(`unknown group ${JSON.stringify(asked)}; ${mend}known: ${known.join(', ')}`);
}

function exitCodeOf(outcome: ExperimentOutcome): ExitCode {
  if (outcome.kind === 'dry-run') return exitCodes.kept;
  if (outcome.kind !== 'completed') return exitCodes.inconclusive;
  const { verdict } = outcome.judgement;
  if (verdict === 'pass') return exitCodes.kept;
  return verdict === 'fail' ? exitCodes.broken : exitCodes.inconclusive;
}
