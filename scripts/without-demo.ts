/**
 * `npm run check:without-demo`: the product builds and its unit tests pass without `demo/`. In a copy of the checkout
 * without it, checks: the types of packages, functions, scripts and unit tests, `npm run build`, and the unit tests.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const copy = mkdtempSync(join(tmpdir(), 'garbageday-without-demo-'));

/** Suites of unit tests; the other suites play game days, with the demo. */
const suites = '{aws,cli,config,contract,core,cost,fakes,fixtures,functions,prober,render,scripts,slack}';

/** Copies every file of the checkout, committed or about to be, that is not the demo's. */
function copyProduct(): void {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of listed.split('\n').filter((name) => name !== '' && !name.startsWith('demo/'))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file), { force: true });
  }
}

/** Links the installed libraries, and the copy's own packages. */
function linkLibraries(): void {
  const [from, to] = [join(root, 'node_modules'), join(copy, 'node_modules')];
  mkdirSync(join(to, '@garbageday'), { recursive: true });
  for (const name of readdirSync(from)) {
    if (name !== '@garbageday' && name !== '.cache') symlinkSync(join(from, name), join(to, name));
  }
  for (const name of readdirSync(join(copy, 'packages'))) {
    symlinkSync(join(copy, 'packages', name), join(to, '@garbageday', name));
    linkOwnLibraries(name);
  }
}

/** For a package that needs a different version of a library. */
function linkOwnLibraries(name: string): void {
  const own = join('packages', name, 'node_modules');
  try {
    symlinkSync(join(root, own), join(copy, own));
    readdirSync(join(copy, own));
  } catch {
    rmSync(join(copy, own), { force: true });
  }
}

function run(argv: readonly string[]): void {
  execFileSync(process.execPath, [...argv], { cwd: copy, stdio: 'inherit' });
}

try {
  copyProduct();
  linkLibraries();
  const include = ['packages/*/src/**/*.ts', 'functions/**/*.ts', 'scripts/**/*.ts', `garbageday.config.ts`];
  const tests = suites.slice(1, -1).split(',');
  writeFileSync(
    join(copy, 'tsconfig.product.json'),
    JSON.stringify({
      extends: './tsconfig.json',
      include: [...include, ...tests.map((suite) => `test/${suite}/**/*.ts`)],
      exclude: ['**/*.process.test.ts', '**/*.emulated.test.ts'],
    }),
  );
  run(['node_modules/typescript/bin/tsc', '-p', 'tsconfig.product.json']);
  run(['--disable-warning=ExperimentalWarning', 'scripts/build.ts']);
  // The docs tell of the demo.
  const others = ['--exclude', 'test/docs/**'];
  run(['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', '--reporter', 'dot', ...others]);
} finally {
  rmSync(copy, { recursive: true, force: true });
}
