/** A server of the person's own: `garbageday gameday --copies 4 -- node server.js`. */
import { existsSync } from 'node:fs';
import { basename, delimiter, isAbsolute, join, resolve } from 'node:path';
import type { Configuration, GroupConfiguration } from '@garbageday/core/configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { LocalService, ServerCommand } from '@garbageday/local/service.ts';
import type { Command } from 'commander';
import type { Surroundings } from '../surroundings.ts';

export type OwnServer = {
  readonly command: Omit<ServerCommand, 'kind'>;
  readonly readyPath: string | null;
  readonly paths: readonly [string, ...(readonly string[])];
  /** They were typed, and count more than the configuration's journeys. */
  readonly hasPaths: boolean;
  /** null: as many as the configuration says. */
  readonly copies: number | null;
};

type Written = {
  readonly copies?: number;
  readonly portEnv?: string;
  readonly ready?: string;
  readonly path?: readonly string[];
};

/** null: none was typed. @throws UsageError for a command that is not there, and for options that only fit one. */
export function ownServer(command: Command, { cwd, env }: Surroundings): OwnServer | null {
  const [program, ...args] = command.args;
  const written = command.opts<Written>();
  if (program === undefined) return refuseOptionsOf(command, written);
  if (!typedApart(command))
    throw new UsageError(
      `${command.name()}: takes no argument ${JSON.stringify(program)}; a server of your own is written after --, ` +
        `as in \`garbageday ${command.name()} -- node server.js\``,
    );
  if (command.getOptionValueSource('data') === 'cli')
    throw new UsageError(
      '--data: is about the demo; your own server keeps its data where it does without garbageday',
    );
  requireProgram(program, { cwd, path: env['PATH'] ?? '' });
  const [first = '/', ...others] = written.path ?? [];
  return {
    command: { path: program, args, portVariable: written.portEnv ?? 'PORT' },
    readyPath: written.ready ?? null,
    paths: [first, ...others],
    hasPaths: written.path !== undefined,
    copies: written.copies ?? null,
  };
}

/** Loaded late, as every service. */
export function ownService({ command, readyPath, paths }: OwnServer): () => Promise<LocalService> {
  return async () => {
    const { commandService } = await import('@garbageday/local/command-service.ts');
    return commandService({ command, readyPath, paths });
  };
}

/**
 * The configuration without groups that keep data, with as many copies as were asked for: all but one of them are needed.
 * `service`: what it is called where no file says so.
 */
export function forOwnServer(
  configuration: Configuration,
  { copies, hasPaths }: Pick<OwnServer, 'copies' | 'hasPaths'>,
  service: string | null,
): Configuration {
  const groups = configuration.groups.filter(({ kind }) => kind !== 'data');
  return {
    ...configuration,
    service: service ?? configuration.service,
    journeys: hasPaths ? configuration.journeys.map(withoutSteps) : configuration.journeys,
    groups: copies === null ? groups : groups.map((group) => resized(group, copies)),
  };
}

/** It does what the service does by itself: the paths. */
function withoutSteps(journey: Configuration['journeys'][number]) {
  return { ...journey, variables: [], steps: [] };
}

function resized(group: GroupConfiguration, copies: number): GroupConfiguration {
  if (group.kind !== 'web') return group;
  return { ...group, desiredSize: copies, requiredHealthy: copies - 1 };
}

/** A folder's name as that of a service: 1 to 32 of a–z, 0–9 and "-", beginning with a letter. */
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

/** Whether `--` stands before it: a mistyped option's value is not to be run. */
function typedApart(command: Command): boolean {
  // commander keeps it, but its types do not say so.
  const root: object = command.parent ?? command;
  return 'rawArgs' in root && Array.isArray(root.rawArgs) && root.rawArgs.includes('--');
}

function refuseOptionsOf(command: Command, { copies, portEnv, ready, path }: Written): null {
  const flags = [
    copies === undefined ? [] : ['--copies'],
    portEnv === undefined ? [] : ['--port-env'],
    ready === undefined ? [] : ['--ready'],
    path === undefined ? [] : ['--path'],
  ].flat();
  const [flag] = flags;
  if (flag === undefined) return null;
  throw new UsageError(
    `${flag}: is about a server of your own, and none was named; write it at the end: ` +
      `garbageday ${command.name()} ${flag} … -- node server.js`,
  );
}

function requireProgram(
  program: string,
  { cwd, path }: { readonly cwd: string; readonly path: string },
): void {
  const places = program.includes('/')
    ? [isAbsolute(program) ? program : resolve(cwd, program)]
    : path.split(delimiter).map((folder) => join(folder, program));
  if (places.some((place) => existsSync(place))) return;
  const where = program.includes('/') ? 'no such file' : 'not found on PATH';
  throw new UsageError(`${program}: ${where}; write after -- what you would type to start your server`);
}
