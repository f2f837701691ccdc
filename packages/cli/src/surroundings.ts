/** Everything that a run of the command line takes from outside, so that tests can hand in their own. */

import type { ExitCode } from './exit-code.ts';
import type { GameDayOptions, UpOptions } from './options.ts';
import type { Output } from './output.ts';
import type { PlatformOffer } from './platform/platform.ts';
import type { Environment, Screen } from './screen.ts';
import type { ServiceOffer } from './service-offer.ts';

/** What starts real processes; the rest of the command line only reads, and talks to them. */
export type Runners = {
  readonly gameDay: (options: GameDayOptions, output: Output) => Promise<ExitCode>;
  readonly up: (options: UpOptions, output: Output) => Promise<ExitCode>;
};

export type Surroundings = {
  readonly cwd: string;
  /** What a person types to get this program: `garbageday`, `npx garbageday`. */
  readonly program: string;
  readonly env: Environment;
  readonly stdout: Screen;
  readonly stderr: Screen;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly runners: Runners;
  /** Where servers may be; the first is taken unless `--platform` says otherwise. */
  readonly platforms: readonly [PlatformOffer, ...PlatformOffer[]];
  /** What game days are played with; null: without a service there are no game days. */
  readonly service: ServiceOffer | null;
};
