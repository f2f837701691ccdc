/** What the commands that start real processes are told: parsed, validated, complete. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { LocalService } from '@garbageday/local/service.ts';
import type { Invocation } from '@garbageday/render/terminal/invocation.ts';

/** Which program to use for a part of the stack; `auto` takes the real one when it is found. */
export type LoadBalancerChoice = 'auto' | 'haproxy' | 'embedded';

export type StackOptions = {
  /** Its loads already have the rate of `--rate`. */
  readonly configuration: Configuration;
  /** Everything random comes from it. */
  readonly seed: string;
  readonly lb: LoadBalancerChoice;
  /** One of the service's own. */
  readonly data: string;
  readonly loadService: () => Promise<LocalService>;
  /** A person's own server gets longer to finish, and is told what was found; false: the demo. */
  readonly isOwnServer: boolean;
  /** The load balancer's public port; 0: any free one. */
  readonly port: number;
  /** Absolute; lock, ledger, logs and reports live here. Not yet made. */
  readonly directory: string;
  /** How a person types a command about this directory. */
  readonly invocation: Invocation;
  readonly isJson: boolean;
  /** Show stack traces. */
  readonly isDebug: boolean;
};

/** A game day's configuration is always `armed`. */
export type GameDayOptions = StackOptions & {
  readonly durationMs: number;
  readonly kills: number;
};

export type UpOptions = StackOptions & {
  /** From one experiment to the next; null: no chaos. */
  readonly everyMs: number | null;
};
