/** The options of commands that start real processes: parsed, validated, complete. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { LocalService } from '@garbageday/local/service.ts';
import type { Address } from '@garbageday/page/audience/addresses.ts';
import type { Invocation } from '@garbageday/render/terminal/invocation.ts';
import type { PageChoice } from './options/page-option.ts';

/** Which program to use for a part of the stack; `auto` takes the real one if it is found. */
export type LoadBalancerChoice = 'auto' | 'haproxy' | 'embedded';

export type StackOptions = {
  /** Its loads already have the rate of `--rate`. */
  readonly configuration: Configuration;
  /** The source of all randomness. */
  readonly seed: string;
  readonly lb: LoadBalancerChoice;
  /** One of the service's own. */
  readonly data: string;
  readonly loadService: () => Promise<LocalService>;
  /** True for the user's own server, which gets longer to finish and a report of findings; false for the demo. */
  readonly isOwnServer: boolean;
  /** The load balancer's public port; 0: any free one. */
  readonly port: number;
  /** Absolute; for the lock, the ledger, logs and reports. Not created yet. */
  readonly directory: string;
  /** How a person types a command for this directory. */
  readonly invocation: Invocation;
  /** The live page. */
  readonly page: PageChoice;
  /** Where the phones of an audience reach it, which may then kill servers; null: not at all. */
  readonly audience: Address | null;
  /** Where `/metrics` is served as well; 0: any free port; null: only on the page's server. */
  readonly metricsPort: number | null;
  readonly isJson: boolean;
  /** Show stack traces. */
  readonly isDebug: boolean;
};

/** A game day's configuration is always `armed`. */
export type GameDayOptions = StackOptions & {
  readonly durationMs: number;
  readonly kills: number;
  /** The webhook to which the report is posted; `null`: nowhere. */
  readonly slack: string | null;
};

export type UpOptions = StackOptions & {
  /** From one experiment to the next; null: no chaos. */
  readonly everyMs: number | null;
};
