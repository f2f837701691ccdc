/** Whether and how Slack can be reached, from the settings. */

export type SlackAccess =
  | { readonly kind: 'webhook'; readonly url: string }
  | { readonly kind: 'bot'; readonly token: string; readonly channel: string }
  | { readonly kind: 'none'; readonly reason: string };

type Settings = {
  readonly webhookUrl: string | null;
  readonly botToken: string | null;
  readonly channel: string | null;
};

/** A bot if its channel is known, else the webhook. The reason says what to set, and never repeats a secret. */
export function slackAccess({ webhookUrl, botToken, channel }: Settings): SlackAccess {
  const [url, token, room] = [webhookUrl, botToken, channel].map((text) => text?.trim() ?? '');
  if (token && room && isChannelId(room)) return { kind: 'bot', token, channel: room };
  if (url && isHttp(url)) return { kind: 'webhook', url };
  if (url)
    return {
      kind: 'none',
      reason: 'the webhook is not a URL; write one like https://hooks.slack.com/services/…',
    };
  if (!token) return { kind: 'none', reason: 'neither a webhook nor a bot token is set' };
  return room
    ? { kind: 'none', reason: `a bot needs the id of its channel, such as C0123456789, not "${room}"` }
    : { kind: 'none', reason: 'a bot token is set, but no channel and no webhook' };
}

/** Public, private or direct. Names would work for messages, but not for files and history. */
function isChannelId(text: string): boolean {
  return /^[CGD][A-Z0-9]{2,}$/.test(text);
}

function isHttp(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
