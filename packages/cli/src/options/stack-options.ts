/** The options of the commands that start the stack: `gameday` and `up`. */
import { randomBytes } from 'node:crypto';
import { usersRateBounds } from '@garbageday/config/bounds.ts';
import { loadConfiguration } from '@garbageday/config/load-configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { Command } from 'commander';
import { type CommandContext, commonOptions } from '../command-context.ts';
import { invocationFor } from '../invocation.ts';
import type { LoadBalancerChoice, StackOptions } from '../options.ts';
import { choiceOption, numberOption, textOption, wholeOption } from './parse-value.ts';

const loadBalancers: readonly LoadBalancerChoice[] = ['auto', 'haproxy', 'embedded'];
const ports = { min: 0, max: 65_535, what: '(0: any free one)' };

/** Adds `--rate`, `--seed`, `--lb`, `--data` and `--port`. */
export function addStackOptions(
  command: Command,
  { surroundings: { service } }: Pick<CommandContext, 'surroundings'>,
): Command {
  command
    .optionsGroup('The stack:')
    .option(
      '--rate <n>',
      "the users' requests a second, 1 to 5,000 (default: the configuration's, 200)",
      numberOption('--rate', usersRateBounds),
    )
    .option(
      '--seed <text>',
      'the same seed gives the same victims (default: random, printed)',
      textOption('--seed', 64),
    )
    .option(
      '--lb <kind>',
      'auto (HAProxy when found), haproxy, embedded',
      choiceOption('--lb', loadBalancers),
      'auto',
    );
  if (service !== null) {
    const { choices, help } = service.data;
    command.option('--data <kind>', help, choiceOption('--data', choices), choices[0]);
  }
  return command.option(
    '--port <n>',
    "the load balancer's port; 0: any free one",
    wholeOption('--port', ports),
    0,
  );
}

type Written = {
  readonly rate?: number;
  readonly seed?: string;
  readonly lb: LoadBalancerChoice;
  readonly data?: string;
  readonly port: number;
};

/** Loads the configuration and fills in what was not written. @throws UsageError for a bad configuration. */
export async function stackOptions(command: Command, context: CommandContext): Promise<StackOptions> {
  const { directory, configPath, isDebug } = commonOptions(command, context);
  const { service } = context.surroundings;
  if (service === null)
    throw new UsageError(
      `${command.name()}: this garbageday was built without a service that it could start`,
    );
  const written = command.opts<Written>();
  const loaded = await loadConfiguration(configPath, context.surroundings.cwd);
  const usersRatePerSecond = written.rate ?? loaded.users.ratePerSecond;
  return {
    configuration: { ...loaded, users: { ...loaded.users, ratePerSecond: usersRatePerSecond } },
    usersRatePerSecond,
    seed: written.seed ?? randomBytes(4).toString('hex'),
    lb: written.lb,
    data: written.data ?? '',
    loadService: service.load,
    port: written.port,
    directory,
    invocation: invocationFor(directory, context.surroundings),
    isJson: context.output.isJson,
    isDebug,
  };
}
