/** The service that a game day is played with, as the command line knows it before it is needed. */
import type { LocalService } from '@garbageday/local/service.ts';

export type ServiceOffer = {
  /** What `--data` may be. The first is what it is when left out. */
  readonly data: { readonly choices: readonly string[]; readonly help: string };
  /** Loaded late: help and mistakes should not wait for it. */
  readonly load: () => Promise<LocalService>;
};
