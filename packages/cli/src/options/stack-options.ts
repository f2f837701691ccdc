/** The complete options of the commands that start the stack: `gameday` and `up`. */
import { randomBytes } from 'node:crypto';
import { findConfiguration, loadConfiguration } from '@garbageday/config/load-configuration.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { loadRate } from '@garbageday/local/processes/node-flags.ts';
import { type Address, chooseAddress, type Interfaces } from '@garbageday/page/audience/addresses.ts';
import type { Command } from 'commander';
import { type CommandContext, commonOptions } from '../command-context.ts';
import { invocationFor } from '../invocation.ts';
import type { LoadBalancerChoice, StackOptions } from '../options.ts';
import { forOwnServer, ownServer, ownService, refuseServerFlags, serviceNameOf } from './own-server.ts';
import { ownTiers } from './own-tiers.ts';
import { type PageFlags, pageChoice } from './page-option.ts';

type Written = PageFlags & {
  readonly rate?: number;
  readonly seed?: string;
  readonly lb: LoadBalancerChoice;
  readonly data?: string;
  readonly port: number;
  readonly metricsPort?: number;
  readonly audience?: boolean;
  readonly audienceAt?: string;
};

/** Loads the configuration and fills in defaults. Throws a UsageError for an invalid configuration. */
export async function stackOptions(command: Command, context: CommandContext): Promise<StackOptions> {
  const { directory, configPath, isDebug } = commonOptions(command, context);
  const { configuration: loaded, loadService, isOwnServer } = await playedWith(command, context, configPath);
  const written = command.opts<Written>();
  const configuration = written.rate === undefined ? loaded : withLoad(loaded, written.rate);
  return {
    configuration,
    seed: written.seed ?? randomBytes(4).toString('hex'),
    lb: written.lb,
    data: written.data ?? '',
    loadService,
    isOwnServer,
    port: written.port,
    directory,
    invocation: invocationFor(directory, context.surroundings),
    page: pageChoice(written),
    audience: audienceChoice(written, context.surroundings.interfaces),
    metricsPort: written.metricsPort ?? null,
    isJson: context.output.isJson,
    isDebug,
  };
}

/**
 * Where phones reach this machine; null: not at all.
 * @throws UsageError if no one could switch it off, or no phone could reach it.
 */
function audienceChoice(
  { audience = false, audienceAt, page }: Written,
  interfaces: () => Interfaces,
): Address | null {
  if (!audience && audienceAt !== undefined)
    throw new UsageError('--audience-at: says where the audience is; write --audience as well');
  if (!audience) return null;
  if (!page)
    throw new UsageError('--audience: with --no-page there is no code to scan, and no one can switch it off');
  return chooseAddress(interfaces(), audienceAt ?? null);
}

/** Sets the total rate of all loads, each keeping its share. Throws a UsageError if there is no load. */
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

type Played = Pick<StackOptions, 'configuration' | 'loadService' | 'isOwnServer'>;

/** What is typed after `--`, else the groups that are commands, else the service that is on offer. @throws UsageError when there is none of them. */
async function playedWith(
  command: Command,
  { surroundings }: CommandContext,
  configPath: string | null,
): Promise<Played> {
  const { service, cwd } = surroundings;
  const own = ownServer(command, surroundings);
  const loaded = await loadConfiguration(configPath, cwd);
  if (own !== null) {
    const isWritten = (configPath ?? (await findConfiguration(cwd))) !== null;
    const configuration = forOwnServer(loaded, own, isWritten ? null : serviceNameOf(cwd));
    return { configuration, loadService: ownService(own, configuration), isOwnServer: true };
  }
  const tiers = ownTiers(command, loaded, surroundings);
  if (tiers !== null) return { ...tiers, isOwnServer: true };
  refuseServerFlags(command);
  if (service !== null) return { configuration: loaded, loadService: service.load, isOwnServer: false };
  throw new UsageError(
    `${command.name()}: which server? write it after --, as in \`garbageday ${command.name()} -- node server.js\``,
  );
}
