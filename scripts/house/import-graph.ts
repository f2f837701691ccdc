/** Which files import which, from the text of the sources: without a type checker, it takes a tenth of a second. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

export type Import = {
  /** A file of this project, relative to its root. */
  readonly to: string;
  /** Type-only imports leave nothing in a bundle. */
  readonly isTypeOnly: boolean;
};

export type SourceFile = {
  readonly text: string;
  readonly lines: number;
  readonly imports: readonly Import[];
};

/** By path relative to the root. */
export type ImportGraph = ReadonlyMap<string, SourceFile>;

/** Every .ts file below `folders`, without node_modules, built files and schemas. */
export function readImportGraph(root: string, folders: readonly string[]): ImportGraph {
  const files = folders.flatMap((folder) => sourcesBelow(root, folder));
  return new Map(
    files.map((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      return [file, { text, lines: text.split('\n').length - 1, imports: importsOf(file, text) }];
    }),
  );
}

function sourcesBelow(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory())
      return ['node_modules', 'dist'].includes(entry.name) ? [] : sourcesBelow(root, path);
    return path.endsWith('.ts') ? [path] : [];
  });
}

const statements = /^(?:import|export) (type )?([^;]*?)from '([^']+)';|^import '([^']+)';/gm;

/** Static imports only: what is loaded late is not needed to understand or start the importer. */
function importsOf(file: string, text: string): readonly Import[] {
  return [...text.matchAll(statements)].flatMap(([, type, names = '', from, alone]) => {
    const to = resolved(file, from ?? alone ?? '');
    return to === null ? [] : [{ to, isTypeOnly: type !== undefined || namesTypesOnly(names) }];
  });
}

/** `{ type A, type B }`, which the compiler keeps as an empty import. */
function namesTypesOnly(names: string): boolean {
  const [, list] = /^\{([^}]*)\} $/.exec(names) ?? [];
  if (list === undefined) return false;
  const each = list.split(',').map((name) => name.trim());
  return each.filter((name) => name !== '').every((name) => name.startsWith('type '));
}

function resolved(file: string, specifier: string): string | null {
  const [, name, path] = /^@garbageday\/([^/]+)\/(.+)$/.exec(specifier) ?? [];
  if (name !== undefined && path !== undefined) return `packages/${name}/src/${path}`;
  return specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : null;
}

/** The file and everything that it needs at run time, as far as it is in the graph. */
export function valueClosure(graph: ImportGraph, entry: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const visit = (file: string): void => {
    const source = graph.get(file);
    if (source === undefined || seen.has(file)) return;
    seen.add(file);
    for (const { to, isTypeOnly } of source.imports) if (!isTypeOnly) visit(to);
  };
  visit(entry);
  return seen;
}
