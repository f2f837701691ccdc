/** `npm run outdated-node`: whether the registry has a newer release of the Node line that is pinned. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { newerOfLine, type PinnedNode, pinnedNodes } from './newer-patches.ts';

const run = promisify(execFile);

/** Exit code 0: all are current; 1: one is behind; 2: the registry could not be queried. */
async function main(): Promise<number> {
  const { optionalDependencies }: { readonly optionalDependencies: Record<string, string> } = JSON.parse(
    readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8'),
  );
  let behind = 0;
  for (const pinned of pinnedNodes(optionalDependencies)) {
    const newer = newerOfLine(pinned, await published(pinned));
    if (newer !== null) behind += 1;
    console.log(`${pinned.name} ${pinned.version}: ${newer === null ? 'current' : `${newer} is out`}`);
  }
  return behind === 0 ? 0 : 1;
}

/** One attempt: if offline, that should be reported at once. */
async function published({ name }: PinnedNode): Promise<readonly string[]> {
  const patience = ['--fetch-retries=0', '--fetch-timeout=10000'];
  const { stdout } = await run('npm', ['view', name, 'versions', '--json', ...patience], { timeout: 20_000 });
  const versions: string | readonly string[] = JSON.parse(stdout);
  return typeof versions === 'string' ? [versions] : versions;
}

process.exitCode = await main().catch(() => {
  console.error('outdated-node: the npm registry does not answer; try again when you are online');
  return 2;
});
