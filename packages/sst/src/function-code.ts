/**
 * Where the code of a function comes from: in this repository, from its source. In the package it is built already
 * (packages/garbageday/src/function-code.ts).
 */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { FunctionSpec } from '@garbageday/aws/contract/function-spec.ts';

export type CodeOf = {
  /** The function's logical name. */
  readonly name: string;
  readonly handler: FunctionSpec['handler'];
  /** Files that late imports read, below node_modules. */
  readonly lateFiles: readonly string[];
};

export type FunctionCode = {
  readonly handler: string;
  /** A directory with the code, ready to be zipped. */
  readonly bundle?: string;
  readonly nodejs?: { readonly minify: boolean; readonly splitting: boolean };
  /** Puts the files that the code reads into the directory that SST is about to zip. */
  readonly postbuild: (directory: string) => Promise<void>;
};

export function functionCode({ handler, lateFiles }: CodeOf): FunctionCode {
  return {
    handler,
    // `minify` is documented as the default, but without it bundles were more than twice as large (docs/deploy.md).
    // `splitting`: late imports are files of their own, which cost nothing at the start.
    nodejs: { minify: true, splitting: true },
    // SST's own `copyFiles` (4.17) puts every single file into the zip twice.
    postbuild: async (directory) => {
      const lay = (file: string) => {
        const path = join('node_modules', file);
        return cp(join($cli.paths.root, path), join(directory, path), { dereference: true });
      };
      await Promise.all(lateFiles.map(lay));
    },
  };
}
