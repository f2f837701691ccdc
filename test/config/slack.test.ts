import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { describe, expect, it } from 'vitest';
import { usageLine } from './usage-line.ts';

const badInputs: Record<string, readonly [input: unknown, line: string]> = {
  'a mention by name': [
    { slack: { mention: { page: '@oncall' } } },
    'slack.mention.page: "@oncall" is not a Slack id; write that of a user group ("S0123ABCDEF") or of a person ' +
      '("U0123ABCDEF"), as Slack\'s "Copy … ID" gives it',
  ],
  'a mention of an unknown severity': [
    { slack: { mention: { pages: 'S0123ABCDEF' } } },
    'slack.mention.pages: unknown key; did you mean "page"?',
  ],
  'a link that is not one': [
    { slack: { links: { runbook: 'our wiki' } } },
    'slack.links.runbook: "our wiki" is not a web address; write an address, such as "https://example.com/{stage}"',
  ],
  'a link of another kind': [
    { slack: { links: { runbook: 'javascript:alert(1)' } } },
    'slack.links.runbook: "javascript:alert(1)" is not a web address; write an address, such as "https://example.com/{stage}"',
  ],
  'a link that would end in the middle': [
    { slack: { links: { report: 'https://example.com/a|b' } } },
    'slack.links.report: "https://example.com/a|b" is not a web address; write an address, such as "https://example.com/{stage}"',
  ],
  'a link with an unknown blank': [
    { slack: { links: { dashboard: 'https://example.com/{service}' } } },
    'slack.links.dashboard: "{service}" is not a placeholder; only "{stage}" is replaced',
  ],
  'a link that is too long': [
    { slack: { links: { dashboard: `https://example.com/${'x'.repeat(481)}` } } },
    'slack.links.dashboard: is 501 characters long; write 500 or fewer',
  ],
};

describe('slack in the configuration', () => {
  it.each(Object.entries(badInputs))('says in one line: %s', async (_, [input, line]) => {
    expect(await usageLine(() => parseConfiguration(input, 'some.json'))).toBe(`some.json: ${line}`);
  });

  it('links to nothing and mentions nobody by default', () => {
    expect(parseConfiguration({}, 'nothing').slack).toEqual({
      links: { dashboard: null, report: null, runbook: null },
      mention: { page: null, ticket: null },
    });
  });

  it.each(['S0123ABCDEF', 'U0123ABCDEF', 'W0123ABCDEF'])('takes the id %s', (page) => {
    const slack = {
      mention: { page },
      links: { runbook: 'https://wiki.example.com/runbooks/{stage}?a=1&b=2' },
    };
    expect(parseConfiguration({ slack }, 'some.json').slack).toMatchObject(slack);
  });
});
