/** What a program can count about how the sources are arranged. For every figure, less is better. */
import { dirname } from 'node:path';
import { type ImportGraph, valueClosure } from './import-graph.ts';

/** By name; whole numbers. */
export type Figures = Readonly<Record<string, number>>;

const experiment = 'packages/core/src/chaos/run-experiment.ts';

const commandLine = 'packages/cli/src/main.ts';

/** Entry files, which run or are bundled themselves: handlers, processes, and the public modules of the package. */
const entries =
  /^(functions\/(alb-logs|alb-metrics|alert|chaos|draw|marks|otlp-events|otlp-metrics|probe|reporter|roles|site|users)\.ts|packages\/prober\/src\/journey-main\.ts|scripts\/[^/]+\.ts|packages\/page\/src\/client\/page\.ts|packages\/garbageday\/src\/index\.ts)$/;

/** Each file is one part of the demo's deployment. */
const isOneResource = /^stacks\//;

const replacedByBuild = /^packages\/render\/src\/chart\/chart-file-path\.ts$/;

/** A file with one importer, in the same folder, could be a part of it if both together are at most this long. */
const joinedLines = 120;

export function figuresOf(graph: ImportGraph, handlers: readonly string[]): Figures {
  const needed = [...valueClosure(graph, experiment)].filter((file) => file.startsWith('packages/core/'));
  return {
    'files of core that an experiment needs at run time': needed.length,
    'of these in core/chaos': needed.filter((file) => file.startsWith('packages/core/src/chaos/')).length,
    'pairs of folders in core that import each other': mutualFolders(graph).length,
    'files with one importer that could join it': joinable(graph).length,
    "literals 'users' and 'probe' in packages and functions": journeyLiterals(graph),
    'files that garbageday --help loads': valueClosure(graph, commandLine).size,
    ...Object.fromEntries(
      handlers.map((name) => [
        `files that the function ${name} reaches`,
        valueClosure(graph, `functions/${name}.ts`).size,
      ]),
    ),
  };
}

/** Folders of core that import each other, types included. */
export function mutualFolders(graph: ImportGraph): readonly string[] {
  const edges = new Set<string>();
  for (const [file, { imports }] of graph) {
    for (const { to } of imports) {
      const [from, into] = [layerOf(file), layerOf(to)];
      if (from !== null && into !== null && from !== into) edges.add(`${from} ${into}`);
    }
  }
  return [...edges].filter((edge) => {
    const [from = '', into = ''] = edge.split(' ');
    return from < into && edges.has(`${into} ${from}`);
  });
}

function layerOf(file: string): string | null {
  return /^packages\/core\/src\/([^/]+)\//.exec(file)?.[1] ?? null;
}

/**
 * Not counted: entry files, which nothing imports, and what only an entry imports, because an entry would start when a
 * test imports it, and stays short; parts of the demo's deployment; the one file that the build of the package
 * replaces.
 */
export function joinable(graph: ImportGraph): readonly string[] {
  const importers = new Map<string, Set<string>>();
  for (const [file, { imports }] of graph) {
    for (const { to } of imports) importers.set(to, (importers.get(to) ?? new Set()).add(file));
  }
  return [...graph].flatMap(([file, { lines }]) => {
    const [only, ...others] = importers.get(file) ?? [];
    if (only === undefined || others.length > 0 || dirname(only) !== dirname(file)) return [];
    if (entries.test(only) || isOneResource.test(file) || replacedByBuild.test(file)) return [];
    return lines + (graph.get(only)?.lines ?? 0) <= joinedLines ? [file] : [];
  });
}

/**
 * Names of journeys belong to configurations. Not counted: `packages/config`, whose defaults have these names, and files in
 * which "probe" is a plain word: what a run of a judge is called in sentences, a kind of activity of the Chaos Toolkit, and a command;
 * and "users" an argument of the component.
 */
const namesJourneys =
  /^(packages\/config\/|packages\/core\/src\/wording\/words\.ts$|packages\/render\/src\/journal\/journal-experiment\.ts$|packages\/cli\/src\/init\/answers\.ts$|packages\/cli\/src\/probe\/probe-(metrics|page)\.ts$|packages\/sst\/src\/(check-)?traffic\.ts$|packages\/render\/src\/live\/live-state\.ts$)/;

function journeyLiterals(graph: ImportGraph): number {
  return [...graph]
    .filter(([file]) => /^(packages|functions)\//.test(file) && !namesJourneys.test(file))
    .reduce((sum, [, { text }]) => sum + (text.match(/'(users|probe)'/g) ?? []).length, 0);
}
