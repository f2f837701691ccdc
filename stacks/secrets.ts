/** What a person sets once per stage, with `sst secret set`. */
export type Secrets = {
  /** The incoming webhook of the channel. A stage cannot be deployed without it; SST says so. */
  readonly slackWebhook: sst.Secret;
  /** `xoxb-…`, for threads and updates; empty: the webhook alone. */
  readonly slackBotToken: sst.Secret;
  /** The channel's id (`C0123456789`), which a bot needs; a webhook knows its own. */
  readonly slackChannel: sst.Secret;
};

export function declareSecrets(): Secrets {
  return {
    slackWebhook: new sst.Secret('SlackWebhook'),
    slackBotToken: new sst.Secret('SlackBotToken', ''),
    slackChannel: new sst.Secret('SlackChannel', ''),
  };
}
