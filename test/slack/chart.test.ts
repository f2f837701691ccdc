import { reportChart } from '@garbageday/render/slack/report-chart.ts';
import { describeOutcome } from '@garbageday/slack/outcome.ts';
import { describe, expect, it } from 'vitest';
import { sampleReport } from '../render/sample-report.ts';
import { slackFixture } from './slack-fixture.ts';

const png = Buffer.from('89504e470d0a1a0a0000', 'hex');
async function chart() {
  return new Uint8Array(png);
}

describe('the chart of a report', () => {
  it('follows the report, whole, with words for who cannot see it', async () => {
    const at = await slackFixture();
    expect(await at.bot({ chart }).report(sampleReport)).toMatchObject({ kind: 'posted', posted: 2 });
    const [upload] = at.slack.uploads();
    expect(upload?.bytes?.equals(png)).toBe(true);
    expect(upload?.altText).toMatch(
      /^Latency, failures and error budget over time, kills marked\. The service kept/,
    );
    const [report, picture] = at.slack.messages();
    expect(report?.files).toEqual([]);
    expect(picture).toMatchObject({
      threadTs: null,
      files: [
        {
          name: 'garbageday-wordcount-gameday-2026-11-23T15-43-12-2026-11-23T15-44-42.png',
          title: 'wordcount, 2026-11-23 15:43:12 UTC for 1 min 30 s',
        },
      ],
    });
  });

  it.each(['files.getUploadURLExternal', 'upload', 'files.completeUploadExternal'])(
    'is posted once when the answer to %s never comes',
    async (on) => {
      const at = await slackFixture();
      at.slack.plan({ kind: 'die-after', on });
      expect(await at.bot({ chart }).report(sampleReport)).toMatchObject({ kind: 'posted', posted: 2 });
      expect(at.slack.messages().filter(({ files }) => files.length > 0)).toHaveLength(1);
    },
  );

  it('waits for the next time, after the report, when Slack is down in between', async () => {
    const at = await slackFixture();
    at.slack.plan({ kind: 'rate-limited', seconds: 600, on: 'files.getUploadURLExternal' });
    expect(await at.bot({ chart }).report(sampleReport)).toMatchObject({ kind: 'kept', posted: 1 });
    expect(await at.bot().flush()).toMatchObject({ kind: 'posted', posted: 1 });
    expect(at.slack.messages().map(({ files }) => files.length)).toEqual([0, 1]);
  });

  it('does not hold up what comes after it when the token may not post files', async () => {
    const at = await slackFixture();
    const refusal = {
      kind: 'error',
      error: 'missing_scope',
      needed: 'files:write',
      on: 'files.getUploadURLExternal',
    } as const;
    at.slack.plan(refusal, refusal);
    const outcome = await at.bot({ chart }).report(sampleReport);
    expect(outcome).toMatchObject({
      kind: 'posted',
      posted: 1,
      dropped: [expect.stringMatching(/chart.*files:write/)],
    });
    expect(await at.waiting()).toEqual([]);
  });

  it.each([
    [
      'is too large for the outbox',
      async () => new Uint8Array(300_000),
      '300,000 bytes are more than the outbox takes',
    ],
    [
      'cannot be drawn',
      () => Promise.reject(new Error('no such font\n  at Inter')),
      'could not be drawn: no such font',
    ],
  ])('that %s is given up in one line, and the report is posted', async (_, broken, reason) => {
    const at = await slackFixture();
    const outcome = await at.bot({ chart: broken }).report(sampleReport);
    expect(outcome).toMatchObject({
      kind: 'posted',
      posted: 1,
      dropped: [expect.stringMatching(new RegExp(`^report/.*/chart: ${reason}$`))],
    });
    expect(describeOutcome(outcome)).not.toContain('\n');
    expect(await at.waiting()).toEqual([]);
    expect(at.slack.messages()).toHaveLength(1);
  });

  it('is drawn only when the report is out: whoever dies drawing has told it', async () => {
    const at = await slackFixture();
    let toldBefore = 0;
    await at
      .bot({
        chart: async () => {
          toldBefore = at.slack.messages().length;
          return new Uint8Array(png);
        },
      })
      .report(sampleReport);
    expect(toldBefore).toBe(1);
  });

  it('waits with the report when that cannot be posted, and follows it the next time', async () => {
    const at = await slackFixture();
    at.slack.plan({ kind: 'rate-limited', seconds: 600, on: 'chat.postMessage' });
    expect(await at.bot({ chart }).report(sampleReport)).toMatchObject({ kind: 'kept', posted: 0 });
    expect(await at.bot().flush()).toMatchObject({ kind: 'posted', posted: 2 });
    expect(at.slack.messages().map(({ files }) => files.length)).toEqual([0, 1]);
  });

  it('is not even drawn for a webhook, which cannot upload it', async () => {
    const at = await slackFixture();
    const never = () => Promise.reject(new Error('drawn'));
    expect(await at.webhook({ chart: never }).report(sampleReport)).toMatchObject({
      kind: 'posted',
      posted: 1,
    });
  });

  it('fits into the outbox as it is really drawn', async () => {
    const drawn = await reportChart(sampleReport);
    expect([...drawn.subarray(1, 4)].map((byte) => String.fromCharCode(byte)).join('')).toBe('PNG');
    expect(drawn.length).toBeLessThan(280_000);
  });
});
