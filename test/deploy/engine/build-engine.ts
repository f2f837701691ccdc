/**
 * Pulumi's engine, built from its source as the Go module proxy serves it: SST would download it from elsewhere. Once per
 * version and machine, into the user's cache: `npm ci` empties node_modules.
 */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What SST 4.17 asks for, and go.mod beside this file pins. */
const version = 'v3.215.0';
const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'garbageday-engine');
const source = 'github.com/pulumi/pulumi/pkg/v3/cmd/pulumi';
const flags = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`;

/** Ten minutes on two slow cores. */
const buildMs = 35 * 60_000;

/** As go.mod asks for. */
const leastGo = [1, 24] as const;

/** Why there is no engine to be had on this machine, in one line; `null` when there is. */
export async function whyNoEngine(): Promise<string | null> {
  if (existsSync(engineFile())) return null;
  const said = await run('go', ['env', 'GOVERSION'], { env: goEnvironment() }).then(
    ({ stdout }) => stdout.trim(),
    () => null,
  );
  if (said === null)
    return `test:deploy builds Pulumi's engine and needs Go ${leastGo.join('.')} or newer: no \`go\` here`;
  const [, major = 0, minor = 0] = (/^go(\d+)\.(\d+)/.exec(said) ?? []).map(Number);
  const isNewEnough = major > leastGo[0] || (major === leastGo[0] && minor >= leastGo[1]);
  return isNewEnough
    ? null
    : `test:deploy builds Pulumi's engine and needs Go ${leastGo.join('.')} or newer: this is ${said}`;
}

/** Path of the engine. The first time takes minutes. */
export async function builtEngine(): Promise<string> {
  const file = engineFile();
  if (existsSync(file)) return file;
  const making = `${file}.making-${process.pid}`;
  const work = join(cache, 'module');
  mkdirSync(work, { recursive: true });
  for (const name of ['go.mod', 'go.sum']) cpSync(join(import.meta.dirname, name), join(work, name));
  console.log(`Building Pulumi's engine ${version}, once for this machine: some minutes.`);
  const args = [
    'build',
    '-mod=readonly',
    '-trimpath',
    '-buildvcs=false',
    '-ldflags',
    flags,
    '-o',
    making,
    source,
  ];
  await run('nice', ['go', ...args], { cwd: work, env: goEnvironment(), timeout: buildMs });
  renameSync(making, file);
  // Two gigabytes that are of no use any more. A build that failed keeps them, and goes on where it was.
  rmSync(join(cache, 'go'), { recursive: true, force: true });
  return file;
}

function engineFile(): string {
  return join(cache, `pulumi-${version}`);
}

/** What Go downloads and compiles stays in the cache too. */
function goEnvironment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    CGO_ENABLED: '0',
    GOTOOLCHAIN: 'local',
    GOFLAGS: '-modcacherw',
    GOCACHE: join(cache, 'go/build'),
    GOMODCACHE: join(cache, 'go/modules'),
  };
}
