/** Runs the command line in this process and keeps what it wrote. */
import { Readable, Writable } from 'node:stream';
import type { ExitCode } from '@garbageday/cli/exit-code.ts';
import type { AwsView } from '@garbageday/cli/init/aws-view.ts';
import type { Questions } from '@garbageday/cli/init/questions.ts';
import { usualPlatforms } from '@garbageday/cli/main.ts';
import type { GameDayOptions, UpOptions } from '@garbageday/cli/options.ts';
import type { Output } from '@garbageday/cli/output.ts';
import type { ProbeOptions } from '@garbageday/cli/probe/probe-options.ts';
import { runCli } from '@garbageday/cli/run-cli.ts';
import type { Environment, Screen } from '@garbageday/cli/screen.ts';
import type { ServiceOffer } from '@garbageday/cli/service-offer.ts';
import type { Surroundings } from '@garbageday/cli/surroundings.ts';
import type { Interfaces } from '@garbageday/page/audience/addresses.ts';

/** As the demo offers itself. */
const wordCounter: ServiceOffer = {
  data: { choices: ['auto', 'mongod', 'mongolite'], help: 'auto (mongod when found), mongod, mongolite' },
  load: async () => {
    throw new Error('no test of the command line starts a service');
  },
};

const common = { netmask: '255.255.255.0', mac: '00:00:00:00:00:00', internal: false, cidr: null };

const oneNetwork: Interfaces = { eth0: [{ ...common, family: 'IPv4', address: '192.168.1.7' }] };

export type Ran = {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
  readonly gameDays: readonly GameDayOptions[];
  /** Dry runs of a game day. */
  readonly rehearsals: readonly GameDayOptions[];
  readonly ups: readonly UpOptions[];
  readonly probes: readonly ProbeOptions[];
};

export type RunSettings = {
  readonly cwd: string;
  readonly env?: Environment;
  /** What hints call it. */
  readonly program?: string;
  readonly now?: () => number;
  /** Of the network; by default one. */
  readonly interfaces?: Interfaces;
  /** What is piped in; by default nothing. */
  readonly stdin?: string;
  /** By default the demo's, as the help shows it; it is never loaded. */
  readonly service?: ServiceOffer | null;
  /** By default those of this repository. */
  readonly platforms?: Surroundings['platforms'];
  /** Who is asked; by default no one. */
  readonly questions?: Questions;
  /** By default there is no account. */
  readonly openAws?: (region: string | null) => AwsView;
  /** What the fake game day does; by default it just ends well. */
  readonly gameDay?: (options: GameDayOptions, output: Output) => Promise<ExitCode>;
};

/** Nothing is started: game days and `up` only note their options. */
export async function run(argv: readonly string[], settings: RunSettings): Promise<Ran> {
  const [stdout, stderr] = [collector(), collector()];
  const gameDays: GameDayOptions[] = [];
  const rehearsals: GameDayOptions[] = [];
  const ups: UpOptions[] = [];
  const probes: ProbeOptions[] = [];
  const code = await runCli(argv, {
    cwd: settings.cwd,
    program: settings.program ?? 'garbageday',
    env: settings.env ?? {},
    stdout: stdout.screen,
    stderr: stderr.screen,
    stdin: Readable.from(settings.stdin === undefined ? [] : [settings.stdin]),
    now: settings.now ?? (() => Date.UTC(2026, 10, 23, 8)),
    interfaces: () => settings.interfaces ?? oneNetwork,
    service: settings.service === undefined ? wordCounter : settings.service,
    platforms: settings.platforms ?? usualPlatforms,
    questions: async () => settings.questions ?? null,
    openAws: async (region) => {
      if (settings.openAws === undefined) throw new Error('this test has no AWS account');
      return settings.openAws(region);
    },
    runners: {
      gameDay: async (options, output) => {
        gameDays.push(options);
        return settings.gameDay === undefined ? 0 : await settings.gameDay(options, output);
      },
      rehearse: async (options) => {
        rehearsals.push(options);
        return 0;
      },
      up: async (options) => {
        ups.push(options);
        return 0;
      },
      probe: async (options) => {
        probes.push(options);
        return 0;
      },
    },
  });
  return { code, stdout: stdout.text(), stderr: stderr.text(), gameDays, rehearsals, ups, probes };
}

function collector(): { readonly screen: Screen; readonly text: () => string } {
  const chunks: string[] = [];
  const screen = new Writable({
    write: (chunk, _encoding, done) => {
      chunks.push(String(chunk));
      done();
    },
  });
  return { screen, text: () => chunks.join('') };
}
