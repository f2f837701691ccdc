import { describeOutcome, type SlackOutcome } from '@garbageday/slack/outcome.ts';
import { slackAccess } from '@garbageday/slack/slack-access.ts';
import { describe, expect, it } from 'vitest';
import { sampleReport } from '../render/sample-report.ts';
import { slackFixture } from './slack-fixture.ts';

const url = 'https://hooks.slack.com/services/T0/B0/very-secret';
const token = 'xoxb-very-secret';

describe('access to Slack', () => {
  it.each([
    ['a webhook alone', { webhookUrl: url, botToken: null, channel: null }, { kind: 'webhook', url }],
    ['an empty token', { webhookUrl: url, botToken: '', channel: '' }, { kind: 'webhook', url }],
    [
      'a bot and its channel, whatever the webhook',
      { webhookUrl: url, botToken: token, channel: 'C0123456789' },
      { kind: 'bot', token, channel: 'C0123456789' },
    ],
    [
      'a bot that does not know where',
      { webhookUrl: url, botToken: token, channel: null },
      { kind: 'webhook', url },
    ],
    [
      'blanks around a secret',
      { webhookUrl: ` ${url}\n`, botToken: null, channel: null },
      { kind: 'webhook', url },
    ],
  ])('with %s', (_, settings, access) => {
    expect(slackAccess(settings)).toEqual(access);
  });

  it.each([
    ['nothing', { webhookUrl: null, botToken: null, channel: null }, /neither a webhook nor a bot token/],
    ['empty secrets', { webhookUrl: '', botToken: ' ', channel: '' }, /neither a webhook nor a bot token/],
    ['a token alone', { webhookUrl: null, botToken: token, channel: null }, /no channel and no webhook/],
    [
      'the name of a channel',
      { webhookUrl: null, botToken: token, channel: '#ops' },
      /id of its channel.*not "#ops"/,
    ],
    ['no URL', { webhookUrl: 'very-secret', botToken: null, channel: null }, /not a URL/],
    [
      'another kind of URL',
      { webhookUrl: 'file:///very-secret', botToken: null, channel: null },
      /not a URL/,
    ],
  ])('with %s there is none, and the reason keeps the secret', (_, settings, reason) => {
    const access = slackAccess(settings);
    expect(access).toMatchObject({ kind: 'none', reason: expect.stringMatching(reason) });
    expect(JSON.stringify(access)).not.toContain('very-secret');
  });

  it('missing, keeps what is to be told and says so', async () => {
    const at = await slackFixture();
    const outcome = await at.webhook({ webhookUrl: null }).report(sampleReport);
    expect(outcome).toEqual({ kind: 'not-configured', reason: 'neither a webhook nor a bot token is set' });
    expect(await at.waiting()).toHaveLength(1);
    expect(await at.webhook().flush()).toMatchObject({ kind: 'posted', posted: 1 });
  });
});

it.each<readonly [SlackOutcome, string]>([
  [{ kind: 'posted', posted: 1, dropped: [] }, '1 message posted to Slack'],
  [{ kind: 'posted', posted: 0, dropped: ['a: no'] }, '0 messages posted to Slack; given up: a: no'],
  [
    { kind: 'kept', posted: 2, dropped: [], reason: 'Slack answered 503' },
    '2 messages posted to Slack, the rest is kept for next time: Slack answered 503',
  ],
  [
    { kind: 'not-configured', reason: 'nothing is set' },
    'Slack is not set up, messages are kept: nothing is set',
  ],
])('an outcome is one line: %#', (outcome, line) => {
  expect(describeOutcome(outcome)).toBe(line);
});
