/** SST's commands with the real engine: against emulators, and with a home of the test's own. */
import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Project, repositoryRoot } from '../stacks/harness/project.ts';
import { type Finished, run } from '../stacks/harness/run.ts';
import { sstEnvironment } from '../stacks/harness/sst.ts';
import { type Done, takeRecord } from './provider/record.ts';
import { tellLoadBalancer } from './world/place.ts';

export type Rehearsal = {
  readonly project: Project;
  readonly engine: string;
  readonly awsUrl: string;
  /** Host and port that the load balancer gets for a name. */
  readonly loadBalancer: string;
  readonly secrets: Readonly<Record<string, string>>;
};

export type Deployed = Finished & {
  readonly done: readonly Done[];
  /** As the engine counts them, components too: `{ created: 221 }`. */
  readonly resources: Readonly<Record<string, number>>;
  /** What the engine said. */
  readonly log: string;
};

/** Of the packages that sst.config.ts and SST itself bring. */
const providers = { aws: '7.20.0', random: '4.16.6' } as const;

/** A deployment waits for its probe, ten minutes at most. */
const timeoutMs = 15 * 60_000;

/** Any command of SST, to its end. */
export async function sstCommand(rehearsal: Rehearsal, args: readonly string[]): Promise<Deployed> {
  const { project, awsUrl, secrets } = rehearsal;
  const record = install(rehearsal);
  const finished = await run({
    file: join(repositoryRoot, 'node_modules/.bin/sst'),
    args,
    cwd: project.root,
    env: {
      ...sstEnvironment(project, awsUrl, { secrets }),
      ...tellLoadBalancer(rehearsal.loadBalancer),
      NO_COLOR: '1',
      // SST leaves a log there.
      TMPDIR: project.home,
    },
    timeoutMs,
  });
  const file = join(project.root, '.sst/log/pulumi.log');
  const log = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return { ...finished, done: takeRecord(record), resources: countsIn(log), log };
}

/** `Resources:`, and then lines like `    + 221 created`. */
function countsIn(log: string): Readonly<Record<string, number>> {
  const [, counts = ''] = /^Resources:\n((?: {4}.*\n)+)/m.exec(log) ?? [];
  const lines = counts.matchAll(/^ {4}(?:\S )?(\d+) (\w+)$/gm);
  return Object.fromEntries([...lines].map(([, count, what]) => [what, Number(count)]));
}

/** Engine, language host and providers where SST and the engine look for them. Returns the file of the record. */
function install({ project, engine }: Rehearsal): string {
  const modules = join(project.root, '.sst/platform/node_modules');
  const [bin, plugins] = [join(project.home, 'config/sst/bin'), join(project.home, 'config/sst/plugins')];
  const record = join(project.home, 'done.ndjson');
  mkdirSync(bin, { recursive: true });
  // Not a link: the engine looks for the language host beside itself.
  if (!existsSync(join(bin, 'pulumi'))) copyFileSync(engine, join(bin, 'pulumi'), constants.COPYFILE_FICLONE);
  script(join(bin, 'pulumi-language-nodejs'), ['engine/language-host.ts', modules]);
  for (const [name, version] of Object.entries(providers)) {
    const directory = join(plugins, `resource-${name}-v${version}`);
    mkdirSync(directory, { recursive: true });
    script(join(directory, `pulumi-resource-${name}`), ['provider/provider.ts', modules, record, version]);
  }
  return record;
}

/** A program that runs one of ours. */
function script(file: string, [program = '', ...args]: readonly string[]): void {
  const command = [
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    join(import.meta.dirname, program),
  ];
  const quoted = [...command, ...args].map((each) => `'${each}'`).join(' ');
  writeFileSync(file, `#!/bin/sh\nexec ${quoted} "$@"\n`);
  chmodSync(file, 0o755);
}
