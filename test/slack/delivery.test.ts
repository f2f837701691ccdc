import type { Outbox } from '@garbageday/core/ports.ts';
import { describe, expect, it } from 'vitest';
import { memoryOutbox } from '../fakes/memory-outbox.ts';
import { sampleReport } from '../render/sample-report.ts';
import { alert, nowMs, queueing, type SlackFixture, slackFixture, textsOf } from './slack-fixture.ts';

const ways = [
  { way: 'webhook', method: 'webhook' },
  { way: 'bot', method: 'chat.postMessage' },
] as const;

function alerts(count: number) {
  return Array.from({ length: count }, (_, index) =>
    alert({ service: `service-${index}`, slo: `slo-${index}`, atMs: nowMs + index }),
  );
}

function slosIn({ slack }: SlackFixture): readonly (string | undefined)[] {
  return textsOf(slack).map((text) => /slo-\d+/.exec(text)?.[0]);
}

/** The next `markPosted` dies, as a process would. */
function crashing(outbox: Outbox): Outbox {
  let isCrashed = false;
  return {
    ...outbox,
    markPosted: async (message, atMs) => {
      if (isCrashed) return outbox.markPosted(message, atMs);
      isCrashed = true;
      throw new Error('the process died');
    },
  };
}

describe.each(ways)('posting by $way', ({ way, method }) => {
  it('posts a report that Slack takes, once, however often it is asked', async () => {
    const at = await slackFixture();
    expect(await at[way]().report(sampleReport)).toEqual({ kind: 'posted', posted: 1, dropped: [] });
    expect(await at[way]().report(sampleReport)).toEqual({ kind: 'posted', posted: 0, dropped: [] });
    expect(textsOf(at.slack)).toEqual([
      '✅ wordcount: The service kept its promise: 4 kills, 0 of 18,040 user requests failed.',
    ]);
    expect(at.slack.faults()).toEqual([]);
  });

  it('posts what was kept, in order, before what is new', async () => {
    const at = await slackFixture();
    const silent = at[way]({ webhookUrl: null, botToken: null });
    for (const change of alerts(4)) await silent.alert(change);
    await at[way]().alert(alert({ service: 'service-9', slo: 'slo-9', atMs: nowMs + 9 }));
    expect(slosIn(at)).toEqual(['slo-0', 'slo-1', 'slo-2', 'slo-3', 'slo-9']);
  });

  it('leaves a second between messages', async () => {
    const at = await slackFixture();
    const silent = at[way]({ webhookUrl: null, botToken: null });
    for (const change of alerts(5)) await silent.alert(change);
    await at[way]().flush();
    const times = at.slack.requests.map(({ atMs }) => atMs - nowMs);
    expect(times).toEqual([0, 1_000, 2_000, 3_000, 4_000]);
  });

  it('waits as long as Slack asks when it is told to slow down', async () => {
    const at = await slackFixture();
    at.slack.plan({ kind: 'rate-limited', seconds: 7 });
    expect(await at[way]().alert(alert())).toMatchObject({ kind: 'posted', posted: 1 });
    const posts = at.slack.requests.filter((request) => request.method === method);
    expect(posts.map(({ atMs }) => atMs - nowMs)).toEqual([0, 7_000]);
    expect(at.slack.messages()).toHaveLength(1);
  });

  it.each([
    { what: 'no seconds', seconds: null },
    { what: 'a date', seconds: 'Tue, 24 Nov 2026 08:00:10 GMT' },
    { what: 'nonsense', seconds: 'soon' },
    { what: 'less than nothing', seconds: '-5' },
  ])('waits a second when Slack asks for time and names $what', async ({ seconds }) => {
    const at = await slackFixture();
    at.slack.plan({ kind: 'rate-limited', seconds });
    expect(await at[way]().alert(alert())).toMatchObject({ kind: 'posted', posted: 1 });
    expect(at.clock.now() - nowMs).toBe(1_000);
    expect(at.slack.messages()).toHaveLength(1);
  });

  it.each([
    { what: 'the page of a proxy', body: '<html><body>Sign in</body></html>' },
    { what: 'nothing', body: '' },
    { what: 'JSON that is not an object', body: 'null' },
  ])('does not count $what as posted, and keeps what stays unanswered', async ({ body }) => {
    const at = await slackFixture();
    const page = { kind: 'status', status: 200, body } as const;
    at.slack.plan(...Array.from({ length: 40 }, () => page));
    expect(await at[way]().alert(alert())).toMatchObject({ kind: 'kept', posted: 0, dropped: [] });
    expect(await at.waiting()).toHaveLength(1);
    at.slack.plan();
    for (let round = 0; round < 40 && (await at.waiting()).length > 0; round += 1) await at[way]().flush();
    expect(at.slack.messages()).toHaveLength(1);
  });

  it('keeps the message when Slack asks for more time than there is, and posts it next time', async () => {
    const at = await slackFixture();
    at.slack.plan({ kind: 'rate-limited', seconds: 300 });
    expect(await at[way]().alert(alert())).toMatchObject({
      kind: 'kept',
      posted: 0,
      reason: 'Slack asks to wait for 5 min',
    });
    expect(at.clock.now() - nowMs).toBeLessThan(1_000);
    expect(await at.waiting()).toHaveLength(1);
    expect(await at[way]().flush()).toMatchObject({ kind: 'posted', posted: 1 });
    expect(at.slack.messages()).toHaveLength(1);
  });

  it('tries again after a 5xx and a broken connection, a little later each time', async () => {
    const at = await slackFixture();
    at.slack.plan({ kind: 'status', status: 503 }, { kind: 'close', on: method });
    expect(await at[way]().alert(alert())).toMatchObject({ kind: 'posted', posted: 1 });
    const posts = at.slack.requests.filter((request) => request.method === method);
    expect(posts.map(({ atMs }) => atMs - nowMs)).toEqual([0, 1_000, 2_000]);
  });

  it('gives up before its deadline when Slack stays down, and keeps everything in order', async () => {
    const at = await slackFixture();
    at.slack.plan(...Array.from({ length: 100 }, () => ({ kind: 'status', status: 500 }) as const));
    const silent = at[way]({ webhookUrl: null, botToken: null });
    for (const change of alerts(3)) await silent.alert(change);
    expect(await at[way]().flush()).toMatchObject({ kind: 'kept', posted: 0 });
    // 0.5, 1, 2, 4, 8, 8, … seconds apart, and none that would end too late.
    expect(at.clock.now() - nowMs).toBeGreaterThan(40_000);
    expect(at.clock.now() - nowMs).toBeLessThan(60_000);
    expect(await at.waiting()).toHaveLength(3);
  });

  it('stops waiting for an answer that does not come', async () => {
    const at = await slackFixture();
    at.slack.plan({ kind: 'hang' });
    const deadlineMs = at.clock.now() + 3_000;
    expect(await at[way]({ deadlineMs: () => deadlineMs }).alert(alert())).toMatchObject({
      kind: 'kept',
      reason: 'Slack did not answer in time',
    });
    expect(await at.waiting()).toHaveLength(1);
  }, 15_000);

  it('keeps everything when nobody listens', async () => {
    const at = await slackFixture();
    const nowhere = { apiUrl: 'http://127.0.0.1:1/api/' };
    const outcome = await at[way](
      way === 'bot' ? nowhere : { webhookUrl: 'http://127.0.0.1:1/services/x' },
    ).alert(alert());
    expect(outcome).toMatchObject({ kind: 'kept', posted: 0 });
    expect(await at[way]().flush()).toMatchObject({ kind: 'posted', posted: 1 });
  });

  it.each([
    ['at all', 0],
    ['for an answer', 2_900],
  ])('keeps everything when there is no time %s', async (_, leftMs) => {
    const at = await slackFixture();
    const outcome = await at[way]({ deadlineMs: () => nowMs + leftMs }).alert(alert());
    expect(outcome).toMatchObject({ kind: 'kept', posted: 0 });
    expect(at.slack.requests).toEqual([]);
  });

  it('says the message without blocks when Slack refuses them', async () => {
    const at = await slackFixture();
    at.slack.plan(
      way === 'bot'
        ? { kind: 'error', error: 'invalid_blocks' }
        : { kind: 'status', status: 400, body: 'invalid_blocks' },
    );
    expect(await at[way]().report(sampleReport)).toMatchObject({ kind: 'posted', posted: 1, dropped: [] });
    expect(at.slack.messages()).toMatchObject([{ blocks: [] }]);
  });

  it('gives up a message that Slack refuses twice, says so, and goes on', async () => {
    const at = await slackFixture();
    const refusal =
      way === 'bot'
        ? ({ kind: 'error', error: 'msg_too_long' } as const)
        : ({ kind: 'status', status: 400, body: 'msg_too_long' } as const);
    at.slack.plan(refusal, refusal);
    const silent = at[way]({ webhookUrl: null, botToken: null });
    for (const change of alerts(2)) await silent.alert(change);
    const outcome = await at[way]().flush();
    expect(outcome).toMatchObject({ kind: 'posted', posted: 1 });
    expect('dropped' in outcome ? outcome.dropped : []).toEqual([
      expect.stringMatching(/slo-0.*msg_too_long/),
    ]);
    expect(slosIn(at)).toEqual(['slo-1']);
  });

  it('asks once and keeps everything when a person has to mend something', async () => {
    const at = await slackFixture();
    at.slack.plan(
      way === 'bot'
        ? { kind: 'error', error: 'missing_scope', needed: 'chat:write' }
        : { kind: 'status', status: 404, body: 'no_service' },
    );
    const outcome = await at[way]().alert(alert());
    expect(outcome).toMatchObject({ kind: 'kept', reason: expect.stringMatching(/chat:write|no_service/) });
    expect(at.slack.requests).toHaveLength(1);
    expect(await at[way]().flush()).toMatchObject({ kind: 'posted', posted: 1 });
  });

  it('drops what another version wrote, says so, and goes on', async () => {
    const at = await slackFixture();
    await at.outbox.enqueue({ id: 'newer', atMs: 0, body: '{"version":2,"kind":"report"}' });
    await at.outbox.enqueue({ id: 'broken', atMs: 1, body: 'half a le' });
    const dropped = [/^newer: .+ of version 2/, /^broken: .+ not JSON$/].map((line) =>
      expect.stringMatching(line),
    );
    expect(await at[way]().alert(alert())).toEqual({ kind: 'posted', posted: 1, dropped });
  });

  it('posts each message once when many processes post at once', async () => {
    const at = await slackFixture();
    const own = queueing(at.clock, () => at.outbox);
    const outcomes = await Promise.all(alerts(6).map((change) => at[way](own()).alert(change)));
    expect(slosIn(at).toSorted()).toEqual(['slo-0', 'slo-1', 'slo-2', 'slo-3', 'slo-4', 'slo-5']);
    expect(slosIn(at)).toEqual(slosIn(at).toSorted());
    expect(outcomes.every(({ kind }) => kind === 'posted')).toBe(true);
    expect(await at.waiting()).toEqual([]);
  });
});

describe('when Slack took a message and nobody heard of it', () => {
  it('a bot finds it again and does not post it twice', async () => {
    const at = await slackFixture();
    at.slack.plan({ kind: 'die-after', on: 'chat.postMessage' });
    expect(await at.bot().report(sampleReport)).toMatchObject({ kind: 'posted', posted: 1 });
    expect(at.slack.messages()).toHaveLength(1);
    expect(at.slack.requests.map(({ method }) => method)).toEqual([
      'chat.postMessage',
      'conversations.history',
    ]);
  });

  it('a bot finds it again, after a crash, behind hundreds of other messages', async () => {
    const at = await slackFixture();
    const crashed = at.bot({ outbox: crashing(at.outbox) }).report(sampleReport);
    await expect(crashed).rejects.toThrow('the process died');
    const outbox = memoryOutbox();
    for (let index = 0; index < 450; index += 1)
      await at.webhook({ outbox }).alert(alert({ service: `service-${index}`, slo: `x${index}` }));
    await at.clock.sleep(3_600_000);
    expect(await at.bot().flush()).toMatchObject({ kind: 'posted' });
    expect(textsOf(at.slack).filter((text) => text.includes('kept its promise'))).toHaveLength(1);
  });

  it('a bot that may not look posts it again: twice is better than never', async () => {
    const at = await slackFixture();
    at.slack.hideHistory();
    at.slack.plan({ kind: 'die-after', on: 'chat.postMessage' });
    expect(await at.bot().report(sampleReport)).toMatchObject({ kind: 'posted', posted: 1 });
    expect(at.slack.messages()).toHaveLength(2);
  });

  it('a webhook posts it once more, and no third time', async () => {
    const at = await slackFixture();
    at.slack.plan({ kind: 'die-after' }, { kind: 'die-after' });
    expect(await at.webhook().report(sampleReport)).toMatchObject({ kind: 'kept', posted: 0 });
    expect(at.slack.messages()).toHaveLength(2);
  });

  it('the next process waits for the lease of one that died, then posts', async () => {
    const at = await slackFixture();
    const outbox: Outbox = { ...at.outbox, release: async () => {} };
    await at.webhook({ outbox }).flush();
    expect(await at.webhook().alert(alert())).toMatchObject({ kind: 'posted', posted: 1 });
    expect(at.clock.now() - nowMs).toBeGreaterThanOrEqual(30_000);
  });

  it('a process that lost its lease posts no more', async () => {
    const at = await slackFixture();
    const outbox: Outbox = {
      ...at.outbox,
      pending: async (limit) => {
        await at.clock.sleep(31_000);
        await at.outbox.lease({ holder: 'other', nowMs: at.clock.now(), untilMs: at.clock.now() + 60_000 });
        return at.outbox.pending(limit);
      },
    };
    expect(await at.bot({ outbox }).alert(alert())).toMatchObject({ kind: 'kept', posted: 0 });
    expect(at.slack.messages()).toEqual([]);
  });
});

describe('a bot', () => {
  it.each(['{"ok":true}', '<html></html>', '[]'])(
    'finds the message that Slack took and answered %s',
    async (body) => {
      const at = await slackFixture();
      at.slack.plan({ kind: 'curt', on: 'chat.postMessage', body });
      expect(await at.bot().alert(alert())).toMatchObject({ kind: 'posted', posted: 1, dropped: [] });
      expect(at.slack.messages()).toHaveLength(1);
    },
  );
});
