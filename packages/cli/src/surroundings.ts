/** Everything that a run of the command line takes from outside, so that tests can pass in their own. */

import type { Interfaces } from '@garbageday/page/audience/addresses.ts';
import type { ExitCode } from './exit-code.ts';
import type { OpenAws } from './init/aws-view.ts';
import type { Questions } from './init/questions.ts';
import type { GameDayOptions, UpOptions } from './options.ts';
import type { Output } from './output.ts';
import type { PlatformOffer } from './platform/platform.ts';
import type { ProbeOptions } from './probe/probe-options.ts';
import type { Environment, Screen } from './screen.ts';
import type { ServiceOffer } from './service-offer.ts';

/** What starts real processes; the rest of the command line only reads data and talks to them. */
export type Runners = {
  readonly gameDay: (options: GameDayOptions, output: Output) => Promise<ExitCode>;
  /** The same without a kill. */
  readonly rehearse: (options: GameDayOptions, output: Output) => Promise<ExitCode>;
  readonly up: (options: UpOptions, output: Output) => Promise<ExitCode>;
  readonly probe: (options: ProbeOptions, output: Output) => Promise<ExitCode>;
};

export type Surroundings = {
  readonly cwd: string;
  /** What a person types to run this program: `garbageday`, `npx garbageday`. */
  readonly program: string;
  readonly env: Environment;
  readonly stdout: Screen;
  readonly stderr: Screen;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Of the network, with their addresses. */
  readonly interfaces: () => Interfaces;
  readonly runners: Runners;
  /** `null`: there is no terminal on which someone could be asked. */
  readonly questions: () => Promise<Questions | null>;
  readonly openAws: OpenAws;
  /** Where servers may be; the first is the default of `--platform`. */
  readonly platforms: readonly [PlatformOffer, ...PlatformOffer[]];
  /** The service for game days; null: no service, so no game days. */
  readonly service: ServiceOffer | null;
};
