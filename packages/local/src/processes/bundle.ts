/** One file per program, so that a child starts in a tenth of a second instead of resolving hundreds of modules. */
import { join } from 'node:path';
import { build, stop } from 'esbuild';
import { programFormat } from './program-format.ts';

/** What the supervisor runs: absolute paths of the programs' entry files, as the caller resolved them. */
export type StackPrograms = {
  readonly wordcount: string;
  readonly mongolite: string;
  readonly embeddedLoadBalancer: string;
  readonly probe: string;
  readonly users: string;
};

/** A bundle's path by its program, each as soon as it is there. */
export type Bundles = {
  readonly pathOf: (program: keyof StackPrograms) => Promise<string>;
  /** Resolves when all that was asked for is there and esbuild's own process, which would stay, has ended. */
  readonly close: () => Promise<void>;
};

/** Bundles on demand, once each, into a directory. */
export function bundlePrograms(programs: StackPrograms, directory: string): Bundles {
  const paths = new Map<keyof StackPrograms, Promise<string>>();
  return {
    pathOf: (program) => {
      const path = paths.get(program) ?? bundle(programs[program], join(directory, `${program}.mjs`));
      paths.set(program, path);
      return path;
    },
    close: async () => {
      await Promise.allSettled(paths.values());
      await stop();
    },
  };
}

/** Names are kept, because drivers and frameworks read them; throws esbuild's error when the program does not build. */
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
