/** Types of the public modules: only the declarations that these refer to, with paths that are valid in the package. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** The entries of package.json's `exports`; each gets its own file in `dist`. */
const entries = {
  index: 'garbageday/src/index.ts',
  config: 'garbageday/src/config.ts',
  sst: 'garbageday/src/sst.ts',
};

const specifiers = /(?<=from ')([^']+)(?=')|(?<=import\(")([^"]+)(?="\))/g;

/**
 * Writes index.d.ts, config.d.ts, sst.d.ts and the folder types into `dist`. Not type-checked here, because `sst` uses
 * what only SST provides.
 */
export function writeDeclarations(root: string, dist: string): void {
  const [declarations, emitted] = [join(dist, '.declarations'), join(dist, '.declarations/packages')];
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', 'packages/garbageday', '--noCheck'], {
    cwd: root,
    stdio: 'inherit',
  });
  const done = new Set<string>();
  for (const [name, file] of Object.entries(entries)) {
    copy(file);
    writeFileSync(join(dist, `${name}.d.ts`), `export * from './types/${modulePath(file)}';\n`);
  }
  rmSync(declarations, { recursive: true });

  /**
   * `file`: a source below packages/. Only this project's types are allowed: a library's would have to be installed.
   */
  function copy(file: string): void {
    if (done.has(file)) return;
    done.add(file);
    const text = readFileSync(join(emitted, file.replace(/\.ts$/, '.d.ts')), 'utf8');
    const own = text.replace(specifiers, (specifier) => {
      const target = sourceOf(specifier, file);
      copy(target);
      const path = modulePath(relative(dirname(file), target));
      return path.startsWith('.') ? path : `./${path}`;
    });
    const to = join(dist, 'types', file.replace(/\.ts$/, '.d.ts'));
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, own);
  }
}

function modulePath(file: string): string {
  return file.replace(/\.ts$/, '.js');
}

function sourceOf(specifier: string, from: string): string {
  const [, name, path] = /^@garbageday\/([^/]+)\/(.+)$/.exec(specifier) ?? [];
  if (name !== undefined && path !== undefined) return join(name, 'src', path);
  if (specifier.startsWith('.')) return join(dirname(from), specifier);
  throw new Error(`${from}: a public type needs ${specifier}, which would have to be installed`);
}
