/** SST's real command line, with a home, an engine and an AWS of our own. */
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { Options } from './engine-options.ts';
import { type Circumstances, startFakeAws } from './fake-aws.ts';
import { type Project, repositoryRoot } from './project.ts';
import { type Finished, run } from './run.ts';

/** As `sst diff --json` prints it. */
export type DiffEntry = {
  readonly urn: string;
  readonly type: string;
  readonly op: string;
  readonly new: { readonly inputs: Readonly<Record<string, unknown>> } | null;
};

export type Diff = Finished & {
  readonly entries: readonly DiffEntry[];
  /** What went wrong in the program. SST prints it to a person, and with `--json` to nobody. */
  readonly errors: readonly string[];
  /** Names of what was created, also before the program failed. */
  readonly registered: readonly string[];
  /** What was asked of AWS while the program ran: `method path target`. */
  readonly asked: readonly string[];
  /** By type and name. */
  readonly options: Readonly<Record<string, Options>>;
};

type Leftovers = Pick<Diff, 'errors' | 'options' | 'registered'>;

type Answered = Finished & { readonly asked: readonly string[] };

export type SstOptions = {
  readonly secrets?: Readonly<Record<string, string>>;
  /** Outputs, by name of the resource, that an earlier deployment left in the state. */
  readonly remembered?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** How AWS answers what the program itself asks. */
  readonly aws?: Partial<Circumstances>;
};

/** How this machine reaches npm's registry; its caches and prefixes stay its own. */
const npmSettings =
  /^(npm_config_(registry|cafile|proxy|https_proxy|noproxy)|https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS)$/i;

/** Nothing of the caller's environment but the path and the way to npm: no credentials, no AWS, no telemetry. */
export function sstEnvironment(
  { home }: Project,
  awsUrl: string,
  { secrets = {} }: Pick<SstOptions, 'secrets'>,
): NodeJS.ProcessEnv {
  const npm = Object.entries(process.env).filter(([key]) => npmSettings.test(key));
  return {
    ...Object.fromEntries(npm),
    PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
    npm_config_userconfig: process.env['npm_config_userconfig'] ?? join(homedir(), '.npmrc'),
    npm_config_cache: join(home, 'npm'),
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: awsUrl,
    AWS_EC2_METADATA_DISABLED: 'true',
    CI: 'true',
    SST_NO_BUN: '1',
    SST_SKIP_DEPENDENCY_CHECK: '1',
    SST_TELEMETRY_DISABLED: '1',
    ...Object.fromEntries(Object.entries(secrets).map(([name, value]) => [`SST_SECRET_${name}`, value])),
  };
}

/** Returns the file in which the engine leaves what SST would not print. */
function installEngine({ home }: Project, remembered: SstOptions['remembered'] = {}): string {
  const directory = join(home, 'config/sst/bin');
  const file = join(directory, 'pulumi');
  mkdirSync(directory, { recursive: true });
  const [engine, leftovers] = [join(import.meta.dirname, 'engine.ts'), join(home, 'engine-leftovers.json')];
  rmSync(leftovers, { force: true });
  writeFileSync(`${leftovers}.remembered`, JSON.stringify(remembered));
  writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' '${engine}' '${leftovers}' "$@"\n`);
  chmodSync(file, 0o755);
  return leftovers;
}

/** Any command of SST, to its end. */
export async function sst(
  project: Project,
  args: readonly string[],
  options: SstOptions = {},
): Promise<Answered> {
  const aws = await startFakeAws(options.aws);
  try {
    const finished = await run({
      file: join(repositoryRoot, 'node_modules/.bin/sst'),
      args,
      cwd: project.root,
      env: sstEnvironment(project, aws.url, options),
      timeoutMs: 240_000,
    });
    return { ...finished, asked: aws.requests };
  } finally {
    await aws.close();
  }
}

/** Fills `.sst/platform`: SST's component sources, the providers, the types. */
export async function sstInstall(project: Project): Promise<void> {
  const { code, stdout, stderr } = await sst(project, ['install', '--stage', 'test']);
  if (code !== 0) throw new Error(`sst install ended with ${code}:\n${stdout}\n${stderr}`);
}

/** What a deployment of this stage would create. Does not throw: a failure is in `code` and `stderr`. */
export async function sstDiff(project: Project, stage: string, options: SstOptions = {}): Promise<Diff> {
  const file = installEngine(project, options.remembered);
  const secrets = options.secrets ?? { SlackWebhook: 'https://hooks.slack.test/services/T/B/X' };
  const finished = await sst(project, ['diff', '--stage', stage, '--json'], { ...options, secrets });
  const leftovers = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Leftovers)
    : { errors: [], options: {}, registered: [] };
  return { ...finished, entries: parseEntries(finished), ...leftovers };
}

function parseEntries({ code, stdout }: Finished): readonly DiffEntry[] {
  if (code !== 0) return [];
  const entries = JSON.parse(stdout) as readonly DiffEntry[];
  if (!Array.isArray(entries)) throw new Error(`sst diff --json printed no list: ${stdout.slice(0, 200)}`);
  return entries;
}
