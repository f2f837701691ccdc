/** What a program can count of how well the sources are arranged. Of every figure less is better. */
import { dirname } from 'node:path';
import { type ImportGraph, valueClosure } from './import-graph.ts';

/** By name; whole numbers. */
export type Figures = Readonly<Record<string, number>>;

const experiment = 'packages/core/src/chaos/run-experiment.ts';

const commandLine = 'packages/cli/src/main.ts';

/** A file that has one importer, in its own folder, may as well be a part of it, if both together stay this short. */
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

/** Entry files have no importer, and are not counted. */
export function joinable(graph: ImportGraph): readonly string[] {
  const importers = new Map<string, Set<string>>();
  for (const [file, { imports }] of graph) {
    for (const { to } of imports) importers.set(to, (importers.get(to) ?? new Set()).add(file));
  }
  return [...graph].flatMap(([file, { lines }]) => {
    const [only, ...others] = importers.get(file) ?? [];
    if (only === undefined || others.length > 0 || dirname(only) !== dirname(file)) return [];
    return lines + (graph.get(only)?.lines ?? 0) <= joinedLines ? [file] : [];
  });
}

/**
 * Names of journeys belong to configurations. Not counted: `packages/config`, whose defaults have these names, and two files in
 * which "probe" is a plain word: what a run of a judge is called in sentences, and a kind of activity of the Chaos Toolkit.
 */
const namesJourneys =
  /^(packages\/config\/|packages\/core\/src\/wording\/journey-noun\.ts$|packages\/render\/src\/journal\/journal-experiment\.ts$)/;

function journeyLiterals(graph: ImportGraph): number {
  return [...graph]
    .filter(([file]) => /^(packages|functions)\//.test(file) && !namesJourneys.test(file))
    .reduce((sum, [, { text }]) => sum + (text.match(/'(users|probe)'/g) ?? []).length, 0);
}
