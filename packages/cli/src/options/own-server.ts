/** The user's own server: `garbageday gameday --copies 4 -- node server.js`. */
import { existsSync } from 'node:fs';
import { basename, delimiter, isAbsolute, join, resolve } from 'node:path';
import type {
  AuditConfiguration,
  Configuration,
  GroupConfiguration,
} from '@garbageday/core/configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { CommandTier, WeightedCall } from '@garbageday/local/command-service.ts';
import type { LocalService } from '@garbageday/local/service.ts';
import type { Command } from 'commander';
import type { Surroundings } from '../surroundings.ts';

export type OwnServer = {
  readonly server: CommandTier;
  readonly calls: readonly [WeightedCall, ...(readonly WeightedCall[])];
  /** Whether paths were typed, which override the configuration's journeys. */
  readonly hasPaths: boolean;
  /** null: the number in the configuration. */
  readonly copies: number | null;
  /** null: the one in the configuration. */
  readonly audit: AuditConfiguration | null;
};

/** What is typed about a server of one's own. */
export type ServerFlags = {
  readonly copies?: number;
  readonly portEnv?: string;
  readonly ready?: string;
  readonly path?: readonly WeightedCall[];
  readonly audit?: AuditConfiguration;
};

/** null: none was typed. @throws UsageError for a command that is not there. */
export function ownServer(command: Command, { cwd, env }: Surroundings): OwnServer | null {
  const [program, ...args] = command.args;
  const written = command.opts<ServerFlags>();
  if (program === undefined) return null;
  if (!typedApart(command))
    throw new UsageError(
      `${command.name()}: takes no argument ${JSON.stringify(program)}; a server of your own is written after --, ` +
        `as in \`garbageday ${command.name()} -- node server.js\``,
    );
  if (command.getOptionValueSource('data') === 'cli')
    throw new UsageError(
      '--data: is about the demo; your own server keeps its data where it does without garbageday',
    );
  const missing = whyNoProgram(program, { cwd, path: env['PATH'] ?? '' });
  if (missing !== null)
    throw new UsageError(`${program}: ${missing}; write after -- what you would type to start your server`);
  const { portEnv: portVariable = 'PORT', ready: readyPath = null } = written;
  return {
    server: { group: null, program, args, env: {}, portVariable, readyPath, dependsOn: [] },
    calls: callsOf(written),
    hasPaths: written.path !== undefined,
    copies: written.copies ?? null,
    audit: written.audit ?? null,
  };
}

/** What users call where the configuration does not say. */
export function callsOf({ path }: ServerFlags): OwnServer['calls'] {
  const [first = { method: 'GET', path: '/', weight: null }, ...others] = path ?? [];
  return [first, ...others];
}

/** Loaded late, like every service. */
export function ownService(
  { server, calls }: OwnServer,
  configuration: Configuration,
): () => Promise<LocalService> {
  return async () => {
    const { commandService } = await import('@garbageday/local/command-service.ts');
    return commandService({ tiers: [server], calls, isCalled: sendsCalls(configuration), chooseData: null });
  };
}

/** Whether a journey says nothing itself, and so does what was typed, or what is usual. */
export function sendsCalls({ journeys }: Configuration): boolean {
  return journeys.some(({ steps }) => steps.length === 0);
}

/**
 * The configuration without data groups and with the requested number of copies, of which all but one are required.
 * `service`: its name if no file gives one.
 */
export function forOwnServer(
  configuration: Configuration,
  { copies, hasPaths, audit }: Pick<OwnServer, 'copies' | 'hasPaths' | 'audit'>,
  service: string | null,
): Configuration {
  const served = configuration.groups.filter(({ kind }) => kind === 'web').map(({ name }) => name);
  if (served.length > 1)
    throw new UsageError(
      `--: the configuration has several groups of servers (${served.join(', ')}), and one command is typed; leave it out ` +
        'to start the command of each, or name another file with --config',
    );
  // What is typed counts more than a group's own command.
  const groups = configuration.groups.filter(({ kind }) => kind !== 'data').map(withoutServer);
  return {
    ...configuration,
    service: service ?? configuration.service,
    audit: audit ?? configuration.audit,
    journeys: hasPaths ? configuration.journeys.map(withoutSteps) : configuration.journeys,
    groups: copies === null ? groups : groups.map((group) => resized(group, copies)),
  };
}

function withoutServer({ server: _, ...group }: GroupConfiguration): GroupConfiguration {
  return group;
}

/** The journey without steps, so that it uses those of the service: the paths. */
export function withoutSteps(journey: Configuration['journeys'][number]) {
  return { ...journey, variables: [], steps: [] };
}

function resized(group: GroupConfiguration, copies: number): GroupConfiguration {
  if (group.kind !== 'web') return group;
  return { ...group, desiredSize: copies, requiredHealthy: copies - 1, requiredPercent: undefined };
}

/** A folder's name as a service name: 1 to 32 of a–z, 0–9 and "-", beginning with a letter. */
export function serviceNameOf(cwd: string): string {
  const words =
    basename(cwd)
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  const name = words
    .join('-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 32)
    .replace(/-$/, '');
  return name === '' ? 'service' : name;
}

/** Whether it follows `--`: the value of a mistyped option must not be run. */
function typedApart(command: Command): boolean {
  // commander keeps it, but its types do not say so.
  const root: object = command.parent ?? command;
  return 'rawArgs' in root && Array.isArray(root.rawArgs) && root.rawArgs.includes('--');
}

/** @throws UsageError for options that fit a typed server alone. */
export function refuseServerFlags(command: Command): void {
  const { copies, portEnv, ready, path, audit } = command.opts<ServerFlags>();
  const flags = [
    copies === undefined ? [] : ['--copies'],
    portEnv === undefined ? [] : ['--port-env'],
    ready === undefined ? [] : ['--ready'],
    path === undefined ? [] : ['--path'],
    audit === undefined ? [] : ['--audit'],
  ].flat();
  const [flag] = flags;
  if (flag === undefined) return;
  throw new UsageError(
    `${flag}: is about a server of your own, and none was named; write it at the end: ` +
      `garbageday ${command.name()} ${flag} … -- node server.js`,
  );
}

/** null: it is there. */
export function whyNoProgram(
  program: string,
  { cwd, path }: { readonly cwd: string; readonly path: string },
): string | null {
  const places = program.includes('/')
    ? [isAbsolute(program) ? program : resolve(cwd, program)]
    : path.split(delimiter).map((folder) => join(folder, program));
  if (places.some((place) => existsSync(place))) return null;
  return program.includes('/') ? 'no such file' : 'not found on PATH';
}
