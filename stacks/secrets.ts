/** What a person sets once per stage, with `sst secret set`. */
import type { OpenTelemetryArguments, SlackArguments } from '@garbageday/sst/arguments.ts';

export function slackSecrets(): SlackArguments {
  return {
    // The incoming webhook of the channel. A stage cannot be deployed without it; SST says so.
    webhook: new sst.Secret('SlackWebhook'),
    // Empty: only the webhook is used.
    botToken: new sst.Secret('SlackBotToken', ''),
    channel: new sst.Secret('SlackChannel', ''),
  };
}

/** `undefined`: nothing is exported. */
export function collector(endpoint: string | null): OpenTelemetryArguments | undefined {
  if (endpoint === null) return undefined;
  // Empty: the collector wants no key.
  return { endpoint, headers: new sst.Secret('OtlpHeaders', '') };
}
