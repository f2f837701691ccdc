/** Servers of the person's own that the configuration starts: groups with a `command`. */
import type { Configuration, GroupConfiguration } from '@garbageday/core/configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { CommandTier } from '@garbageday/local/command-service.ts';
import type { LocalService } from '@garbageday/local/service.ts';
import type { Command } from 'commander';
import type { Surroundings } from '../surroundings.ts';
import { callsOf, type ServerFlags, sendsCalls, whyNoProgram, withoutSteps } from './own-server.ts';

export type OwnTiers = {
  readonly configuration: Configuration;
  readonly loadService: () => Promise<LocalService>;
};

/**
 * null: no group has a command. Users call the first that has one.
 *
 * @throws UsageError for a command that is not there, and for options that the groups say themselves.
 */
export function ownTiers(
  command: Command,
  loaded: Configuration,
  surroundings: Surroundings,
): OwnTiers | null {
  const [front, ...others] = tiersOf(loaded);
  if (front === undefined) return null;
  const flags = command.opts<ServerFlags>();
  refuseGroupFlags(flags);
  for (const tier of [front, ...others]) requireProgram(loaded, tier, surroundings);
  const { service } = surroundings;
  const hasData = loaded.groups.some(({ kind }) => kind === 'data');
  if (hasData && service === null)
    throw new UsageError('groups: nothing here keeps data; leave the group of kind data out');
  if (!hasData && command.getOptionValueSource('data') === 'cli')
    throw new UsageError('--data: no group of kind data is configured; leave it out, or add one');
  const configuration = completed(loaded, flags);
  return {
    configuration,
    loadService: async () => {
      const { commandService } = await import('@garbageday/local/command-service.ts');
      const chooseData = hasData && service !== null ? (await service.load()).chooseData : null;
      const isCalled = sendsCalls(configuration);
      return commandService({ tiers: [front, ...others], calls: callsOf(flags), isCalled, chooseData });
    },
  };
}

function tiersOf({ groups }: Configuration): readonly CommandTier[] {
  return groups.flatMap(({ name, server }) => (server === undefined ? [] : [{ ...server, group: name }]));
}

/** Load balancers that nobody asked for are not hit. */
function completed(loaded: Configuration, { path, audit }: ServerFlags): Configuration {
  const { groups, journeys } = loaded;
  const isBalanced = groups.some(({ kind }) => kind === 'load-balancer');
  return {
    ...loaded,
    audit: audit ?? loaded.audit,
    journeys: path === undefined ? journeys : journeys.map(withoutSteps),
    groups: isBalanced ? groups : [...groups, sparedBalancers(groups)],
  };
}

function sparedBalancers(groups: readonly GroupConfiguration[]): GroupConfiguration {
  const isTaken = groups.some(({ name }) => name === 'load-balancer');
  return {
    name: isTaken ? 'users-load-balancer' : 'load-balancer',
    kind: 'load-balancer',
    desiredSize: 2,
    requiredHealthy: 1,
    isEnabled: false,
    fault: 'power-cut',
    faultDurationMs: 5_000,
    minAgeSeconds: 0,
    exempt: { instanceIds: [], zones: [], tags: [] },
    hypothesis: { maxBadProbes: 2, maxP99Ms: 1_000, maxRecoverMs: 30_000 },
  };
}

function refuseGroupFlags({ copies, portEnv, ready }: ServerFlags): void {
  const said = [
    copies === undefined ? [] : [['--copies', 'desiredSize']],
    portEnv === undefined ? [] : [['--port-env', 'portEnv']],
    ready === undefined ? [] : [['--ready', 'ready']],
  ].flat();
  const [first] = said;
  if (first === undefined) return;
  const [flag, key] = first;
  throw new UsageError(
    `${flag}: the configuration's groups have commands, and each says this itself; write ${key} there`,
  );
}

function requireProgram(
  { groups }: Configuration,
  { group, program }: CommandTier,
  { cwd, env }: Surroundings,
): void {
  const missing = whyNoProgram(program, { cwd, path: env['PATH'] ?? '' });
  if (missing === null) return;
  const at = groups.findIndex(({ name }) => name === group);
  throw new UsageError(
    `groups[${at}].command: ${JSON.stringify(program)}: ${missing}; write word by word what you would type to start ${JSON.stringify(group)}`,
  );
}
