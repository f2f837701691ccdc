/** The tarball, and an old Node to run it with. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { z } from 'zod';

declare module 'vitest' {
  interface ProvidedContext {
    /** Absolute paths. */
    readonly tarball: string;
    readonly node22: string;
    /** Bytes of the tarball. */
    readonly packedBytes: number;
  }
}

const packedSchema = z.array(z.object({ filename: z.string(), size: z.number() })).length(1);

const root = resolve(import.meta.dirname, '../..');

export function setup(project: TestProject): () => void {
  const directory = mkdtempSync(join(tmpdir(), 'garbageday-package-'));
  run('npm', ['run', 'build'], root);
  const argv = ['pack', '--ignore-scripts', '--json', '--pack-destination', directory];
  const [packed] = packedSchema.parse(JSON.parse(run('npm', argv, join(root, 'packages/garbageday'))));
  if (packed === undefined) throw new Error('npm pack made nothing');
  project.provide('tarball', join(directory, packed.filename));
  project.provide('packedBytes', packed.size);
  project.provide('node22', oldNode());
  return () => rmSync(directory, { recursive: true, force: true });
}

/** From the registry, by the hash in its own lockfile: only this suite needs it. */
function oldNode(): string {
  const directory = join(import.meta.dirname, 'node-22');
  run('npm', ['ci', '--no-audit', '--no-fund'], directory);
  return join(directory, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
}

function run(command: string, argv: readonly string[], cwd: string): string {
  return execFileSync(command, argv, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}
