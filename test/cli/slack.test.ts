/** `--slack`: the report is printed, and posted, and the webhook is nowhere to be seen. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastRunText } from '@garbageday/cli/report/last-run.ts';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { slackStandIn } from '../fixtures/slack-stand-in.ts';
import { sampleReport } from '../render/sample-report.ts';
import { run } from './run.ts';

function afterRun(): string {
  const cwd = temporaryDirectory();
  mkdirSync(join(cwd, '.garbageday'));
  writeFileSync(join(cwd, '.garbageday', 'last-run.json'), lastRunText(sampleReport));
  return cwd;
}

const secret = 'services/T0/B0';

describe('report --slack', () => {
  it('prints the report and posts it', async () => {
    const slack = await slackStandIn(() => Date.now());
    const { code, stdout, stderr } = await run(['report', '--slack', slack.webhookUrl], { cwd: afterRun() });
    expect([code, stderr]).toEqual([0, 'Posted to Slack.\n']);
    expect(stdout).toContain('Kills');
    expect(slack.messages().map(({ text }) => text)).toEqual([expect.stringMatching(/^✅ wordcount: /)]);
    expect(slack.faults()).toEqual([]);
  });

  it('takes the webhook from the environment, and leaves stdout to the document', async () => {
    const slack = await slackStandIn(() => Date.now());
    const env = { SLACK_WEBHOOK: slack.webhookUrl };
    const { code, stdout } = await run(['report', '--json', '--slack', 'SLACK_WEBHOOK'], {
      cwd: afterRun(),
      env,
    });
    expect([code, JSON.parse(stdout).schema]).toEqual([0, 'garbageday/gameday@1']);
    expect(slack.messages()).toHaveLength(1);
  });

  it('posts one line when Slack refuses the blocks', async () => {
    const slack = await slackStandIn(() => Date.now());
    slack.plan({ kind: 'status', status: 400, body: 'invalid_blocks' });
    const { code, stderr } = await run(['report', '--slack', slack.webhookUrl], { cwd: afterRun() });
    expect([code, stderr, slack.messages().length]).toEqual([0, 'Posted to Slack.\n', 1]);
  });

  it.each([
    ['was revoked', 404, 'no_service', "Slack's webhook answered 404: no_service"],
    [
      'leads to an archived channel',
      410,
      'channel_is_archived',
      "Slack's webhook answered 410: channel_is_archived",
    ],
  ])(
    'says in one line that the webhook %s, and prints the report all the same',
    async (_, status, body, why) => {
      const slack = await slackStandIn(() => Date.now());
      slack.plan({ kind: 'status', status, body });
      const { code, stdout, stderr } = await run(['report', '--debug', '--slack', slack.webhookUrl], {
        cwd: afterRun(),
      });
      expect([code, stderr]).toEqual([3, `garbageday: not posted to Slack: ${why}\n`]);
      expect(stdout).toContain('Kills');
      expect(`${stdout}${stderr}`).not.toContain(secret);
    },
  );
});

describe('a webhook that is none', () => {
  const cases = [
    [
      'hooks.slack.com/services/T0/B0/x',
      {},
      '--slack: is not a webhook; write its URL, https://hooks.slack.com/services/…, or the name of a variable that holds it',
    ],
    [
      '',
      {},
      '--slack: is not a webhook; write its URL, https://hooks.slack.com/services/…, or the name of a variable that holds it',
    ],
    [
      'SLACK_WEBHOOK',
      {},
      '--slack: the environment variable SLACK_WEBHOOK is not set; set it to https://hooks.slack.com/services/…, or leave --slack out',
    ],
    [
      'SLACK_WEBHOOK',
      { SLACK_WEBHOOK: 'services/T0/B0/x' },
      '--slack: the environment variable SLACK_WEBHOOK is not a URL; set it to https://hooks.slack.com/services/…, or leave --slack out',
    ],
  ] as const;

  it.each(cases)('%j is one line, before anything is started', async (typed, env, line) => {
    for (const command of [['report'], ['gameday'], ['probe', 'http://127.0.0.1:9/']]) {
      const { code, stderr, gameDays, probes } = await run([...command, '--slack', typed], {
        cwd: afterRun(),
        env,
      });
      expect([code, stderr]).toEqual([2, `garbageday: ${line}\n`]);
      expect([gameDays, probes]).toEqual([[], []]);
      expect(stderr).not.toContain(secret);
    }
  });

  it('is handed to game days and probes', async () => {
    const env = { HOOK: 'https://hooks.slack.com/services/x' };
    const { gameDays } = await run(['gameday', '--slack', 'HOOK'], { cwd: afterRun(), env });
    const { probes } = await run(['probe', 'http://127.0.0.1:9/', '--slack', 'HOOK'], {
      cwd: afterRun(),
      env,
    });
    expect([gameDays[0]?.slack, probes[0]?.slack]).toEqual([env.HOOK, env.HOOK]);
  });
});
