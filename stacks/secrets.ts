/** What a person sets once per stage, with `sst secret set`. */
import type {
  AnnotationsArguments,
  OpenTelemetryArguments,
  SlackArguments,
} from '@garbageday/sst/arguments.ts';

export function slackSecrets(): SlackArguments {
  return {
    // The incoming webhook of the channel. A stage cannot be deployed without it; SST says so.
    webhook: new sst.Secret('SlackWebhook'),
    // Empty: only the webhook is used.
    botToken: new sst.Secret('SlackBotToken', ''),
    channel: new sst.Secret('SlackChannel', ''),
  };
}

/** Empty: no marks in that tool. Which tools there are, `annotations` in garbageday.config.ts says. */
export function annotationSecrets(): AnnotationsArguments {
  return {
    grafanaToken: new sst.Secret('GrafanaToken', ''),
    datadogApiKey: new sst.Secret('DatadogApiKey', ''),
  };
}

/** `undefined`: nothing is exported. */
export function collector(endpoint: string | null): OpenTelemetryArguments | undefined {
  if (endpoint === null) return undefined;
  // Empty: the collector wants no key.
  return { endpoint, headers: new sst.Secret('OtlpHeaders', '') };
}
