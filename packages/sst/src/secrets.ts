/** Secrets that functions read: Slack's, those of tools that kills are marked in, a collector's, and those that journeys name. */
import type { SecretName } from '@garbageday/aws/contract/ports.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import { secretsOf } from '@garbageday/core/probe/journey-secrets.ts';
import type {
  AnnotationsArguments,
  OpenTelemetryArguments,
  SecretArgument,
  SlackArguments,
} from './arguments.ts';

/** As SST's `link` expects it: a function finds `value` under the last part of `urn`. */
export type LinkedSecret = {
  readonly urn: $util.Output<string>;
  readonly getSSTLink: () => { readonly properties: { readonly value: $util.Output<string> } };
};

/** Empty if nothing is posted or exported anywhere. */
export type Secrets = Readonly<Partial<Record<SecretName, LinkedSecret>>>;

/** Under the names that the functions use, whatever they are called in the app. */
export function slackSecrets(slack: SlackArguments | undefined): Secrets {
  if (slack === undefined) return {};
  const { webhook, botToken, channel } = slack;
  return {
    SlackWebhook: linked('SlackWebhook', webhook),
    ...(botToken === undefined ? {} : { SlackBotToken: linked('SlackBotToken', botToken) }),
    ...(channel === undefined ? {} : { SlackChannel: linked('SlackChannel', channel) }),
  };
}

/** Of the tools in which kills are marked. */
export function annotationSecrets({ grafanaToken, datadogApiKey }: AnnotationsArguments = {}): Secrets {
  return {
    ...(grafanaToken === undefined ? {} : { GrafanaToken: linked('GrafanaToken', grafanaToken) }),
    ...(datadogApiKey === undefined ? {} : { DatadogApiKey: linked('DatadogApiKey', datadogApiKey) }),
  };
}

/** Most collectors that are reached by https:// want a key. */
export function otlpSecrets(openTelemetry: OpenTelemetryArguments | undefined): Secrets {
  const headers = openTelemetry?.headers;
  return headers === undefined ? {} : { OtlpHeaders: linked('OtlpHeaders', headers) };
}

/**
 * The journeys' secrets, one for each name. Those that were not passed in are declared here without a default, so that
 * a stage is not deployed without them.
 */
export function journeySecrets(
  journeys: Configuration['journeys'],
  given: Readonly<Record<string, SecretArgument>>,
): ReadonlyMap<string, LinkedSecret> {
  const names = new Set(journeys.flatMap(secretsOf));
  return new Map([...names].map((name) => [name, linked(name, given[name] ?? new sst.Secret(name))]));
}

function linked(name: string, secret: SecretArgument): LinkedSecret {
  const value = secret instanceof sst.Secret ? secret.value : $util.secret(secret);
  return {
    urn: $output(`urn:pulumi:${$app.stage}::${$app.name}::sst:sst:Secret::${name}`),
    getSSTLink: () => ({ properties: { value } }),
  };
}
