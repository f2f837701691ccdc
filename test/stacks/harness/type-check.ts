/** tsc over sst.config.ts and stacks/, against the types that `sst install` brought. */
import { delimiter, dirname, join } from 'node:path';
import { type Project, repositoryRoot } from './project.ts';
import { type Finished, run } from './run.ts';

/** `flags`: more than stacks/tsconfig.json asks, as `--flag` arguments. */
export function typeCheck({ root }: Project, flags: readonly string[] = []): Promise<Finished> {
  return run({
    file: join(repositoryRoot, 'node_modules/.bin/tsc'),
    args: ['-p', 'stacks', '--pretty', 'false', ...flags],
    cwd: root,
    env: { ...process.env, PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter) },
    timeoutMs: 120_000,
  });
}

/**
 * The rest of tsconfig.base.json. SST's own component sources are part of the program and do not keep to it, so it
 * cannot be in stacks/tsconfig.json: what it says about our files alone is asked for here.
 */
export const strictFlags = [
  '--exactOptionalPropertyTypes',
  '--noUncheckedIndexedAccess',
  '--noImplicitOverride',
  '--noImplicitReturns',
  '--noPropertyAccessFromIndexSignature',
  '--noUnusedLocals',
  '--noUnusedParameters',
  '--verbatimModuleSyntax',
  '--erasableSyntaxOnly',
];

/** The diagnostics about our own files. */
export function ownDiagnostics({ stdout }: Finished): readonly string[] {
  return stdout
    .split('\n')
    .filter((line) =>
      /^(stacks\/|sst\.config\.ts|garbageday\.config\.ts|functions\/|(\S*\/)?packages\/)/.test(line),
    );
}
