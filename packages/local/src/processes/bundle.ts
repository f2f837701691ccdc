/** One file per program, so that a child starts in a tenth of a second instead of resolving hundreds of modules. */
import { join } from 'node:path';
import { build, stop } from 'esbuild';
import type { Program } from '../service.ts';
import { programFormat } from './program-format.ts';

/** The programs that every service needs, with the entry files as resolved by the caller. */
export type StackPrograms = {
  readonly embeddedLoadBalancer: Program;
  readonly journey: Program;
};

/** The path of each program's bundle, available as soon as it is built. */
export type Bundles = {
  readonly pathOf: (program: Program) => Promise<string>;
  /** Resolves when everything requested is built and esbuild's own process, which would otherwise stay, has ended. */
  readonly close: () => Promise<void>;
};

/** Bundles on demand, once each, into a directory. */
export function bundlePrograms(directory: string): Bundles {
  const paths = new Map<string, Promise<string>>();
  return {
    pathOf: ({ name, entry }) => {
      const path = paths.get(name) ?? bundle(entry, join(directory, `${name}.mjs`));
      paths.set(name, path);
      return path;
    },
    close: async () => {
      await Promise.allSettled(paths.values());
      await stop();
    },
  };
}

/** Names are kept, because drivers and frameworks read them; throws esbuild's error if the program does not build. */
async function bundle(entry: string, outfile: string): Promise<string> {
  await build({
    entryPoints: [entry],
    outfile,
    legalComments: 'none',
    logLevel: 'silent',
    ...programFormat,
  });
  return outfile;
}
