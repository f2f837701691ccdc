/** What a person sets once per stage, with `sst secret set`. */
import type { SecretName } from '@garbageday/aws/contract/ports.ts';

export type Secrets = Readonly<Record<SecretName, sst.Secret>>;

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
