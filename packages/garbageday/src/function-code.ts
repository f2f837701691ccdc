/** Replaces packages/sst/src/function-code.ts in the package: the build has bundled the functions already. */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { CodeOf, FunctionCode } from '@garbageday/sst/function-code.ts';

/** A separate copy for each function: the configuration is put next to the code, and SST adds the secrets. */
export function functionCode({ name, handler, lateFiles }: CodeOf): FunctionCode {
  const [, part = ''] = /^functions\/(.+)\.handler$/.exec(handler) ?? [];
  const dist = join(packageDirectory(), 'dist');
  const bundle = join($cli.paths.work, 'garbageday', name);
  rmSync(bundle, { recursive: true, force: true });
  cpSync(join(dist, 'functions', part), bundle, { recursive: true });
  for (const file of lateFiles) {
    const to = join(bundle, 'node_modules', file);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(join(dist, 'files', basename(file)), to);
  }
  return { handler: `${part}.handler`, bundle, postbuild: async () => {} };
}

/** SST has bundled this file into its program, so the package is resolved as the app would. */
function packageDirectory(): string {
  const { resolve } = createRequire(join($cli.paths.root, 'sst.config.ts'));
  return dirname(resolve('garbageday/package.json'));
}
