/** What a person sets once per stage, with `sst secret set`. */
import type { SecretName } from '@garbageday/aws/contract/ports.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import { secretsOf } from '@garbageday/core/probe/journey-secrets.ts';

/** The project's own. */
export type Secrets = Readonly<Record<SecretName, sst.Secret>>;

/** Those of journeys: one of the stage for each name, without a default, so that a stage is not deployed without them. */
export function journeySecrets(journeys: Configuration['journeys']): ReadonlyMap<string, sst.Secret> {
  const names = new Set(journeys.flatMap(secretsOf));
  return new Map([...names].map((name) => [name, new sst.Secret(name)]));
}

export function declareSecrets(): Secrets {
  return {
    // The incoming webhook of the channel. A stage cannot be deployed without it; SST says so.
    SlackWebhook: new sst.Secret('SlackWebhook'),
    // `xoxb-…`, for threads and updates; empty: the webhook alone.
    SlackBotToken: new sst.Secret('SlackBotToken', ''),
    // The channel's id (`C0123456789`), which a bot needs; a webhook knows its own.
    SlackChannel: new sst.Secret('SlackChannel', ''),
  };
}
