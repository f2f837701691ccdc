/** The service that a game day is played with, as the command line knows it before loading it. */
import type { LocalService } from '@garbageday/local/service.ts';

export type ServiceOffer = {
  /** The values of `--data`. The first is the default. */
  readonly data: { readonly choices: readonly string[]; readonly help: string };
  /** Loaded late: help and error messages should not wait for it. */
  readonly load: () => Promise<LocalService>;
};
