/** What was typed for the commands that start the stack: `gameday` and `up`. */
import { randomBytes } from 'node:crypto';
import { findConfiguration, loadConfiguration } from '@garbageday/config/load-configuration.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { loadRate } from '@garbageday/local/processes/node-flags.ts';
import type { Command } from 'commander';
import { type CommandContext, commonOptions } from '../command-context.ts';
import { invocationFor } from '../invocation.ts';
import type { LoadBalancerChoice, StackOptions } from '../options.ts';
import { forOwnServer, type OwnServer, ownServer, ownService, serviceNameOf } from './own-server.ts';

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
  const { service, cwd } = context.surroundings;
  const own = ownServer(command, context.surroundings);
  const loadService = own === null ? service?.load : ownService(own);
  if (loadService === undefined)
    throw new UsageError(
      `${command.name()}: which server? write it after --, as in \`garbageday ${command.name()} -- node server.js\``,
    );
  const written = command.opts<Written>();
  const loaded = await configurationFor(own, configPath, cwd);
  const configuration = written.rate === undefined ? loaded : withLoad(loaded, written.rate);
  return {
    configuration,
    seed: written.seed ?? randomBytes(4).toString('hex'),
    lb: written.lb,
    data: written.data ?? '',
    loadService,
    isOwnServer: own !== null,
    port: written.port,
    directory,
    invocation: invocationFor(directory, context.surroundings),
    isJson: context.output.isJson,
    isDebug,
  };
}

/** The loads send so much together, each its share of it. @throws UsageError where there is none. */
function withLoad(configuration: Configuration, ratePerSecond: number): Configuration {
  const together = loadRate(configuration);
  if (together === 0) throw new UsageError('--rate: the configuration has no journey of role "load"');
  const journeys = configuration.journeys.map((journey) =>
    journey.role === 'load'
      ? { ...journey, ratePerSecond: (journey.ratePerSecond / together) * ratePerSecond }
      : journey,
  );
  return { ...configuration, journeys };
}

async function configurationFor(
  own: OwnServer | null,
  configPath: string | null,
  cwd: string,
): Promise<Configuration> {
  const loaded = await loadConfiguration(configPath, cwd);
  if (own === null) return loaded;
  const isWritten = (configPath ?? (await findConfiguration(cwd))) !== null;
  return forOwnServer(loaded, own, isWritten ? null : serviceNameOf(cwd));
}
