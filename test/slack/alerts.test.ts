import type { Outbox } from '@garbageday/core/ports.ts';
import { minuteMs } from '@garbageday/core/time/durations.ts';
import { bareFrame } from '@garbageday/render/slack/frame.ts';
import { describe, expect, it } from 'vitest';
import { alert, nowMs, slackFixture, textsOf } from './slack-fixture.ts';

const firing = alert();
const worse = alert({ atMs: nowMs + minuteMs, burn: 33.1, remaining: 0.5 });
const resolved = alert({ atMs: nowMs + 12 * minuteMs, state: 'resolved', burn: 0.2 });

describe('an alert told by a bot', () => {
  it('is one message while it burns, brought up to date in place', async () => {
    const at = await slackFixture();
    for (const change of [firing, worse]) await at.bot().alert(change);
    expect(at.slack.messages()).toMatchObject([{ edits: 1, threadTs: null }]);
    expect(textsOf(at.slack)).toEqual([
      '❌ Act now: the error budget of availability burns at 33.1× the sustainable rate',
    ]);
    expect(JSON.stringify(at.slack.messages()[0]?.blocks)).toContain('50% of the budget left');
    expect(at.slack.faults()).toEqual([]);
  });

  it('is resolved in its own thread, and where it was told', async () => {
    const at = await slackFixture();
    for (const change of [firing, worse, resolved]) await at.bot().alert(change);
    const [first, second] = at.slack.messages();
    const done = '✅ Resolved: the error budget of availability no longer burns, after 12 min';
    expect(textsOf(at.slack)).toEqual([done, done]);
    expect(second).toMatchObject({ threadTs: first?.ts, isBroadcast: false });
  });

  it('is a new message when it burns again', async () => {
    const at = await slackFixture();
    const again = alert({ atMs: nowMs + 60 * minuteMs });
    for (const change of [firing, resolved, again]) await at.bot().alert(change);
    expect(at.slack.messages().map(({ threadTs }) => threadTs === null)).toEqual([true, false, true]);
  });

  it('is posted anew when somebody deleted it', async () => {
    const at = await slackFixture();
    await at.bot().alert(firing);
    at.slack.forget(at.slack.messages()[0]?.ts ?? '');
    await at.bot().alert(worse);
    await at.bot().alert(resolved);
    expect(at.slack.messages().map(({ threadTs }) => threadTs === null)).toEqual([true, false]);
  });

  it('is resolved in the channel when somebody deleted it', async () => {
    const at = await slackFixture();
    await at.bot().alert(firing);
    at.slack.forget(at.slack.messages()[0]?.ts ?? '');
    await at.bot().alert(resolved);
    expect(at.slack.messages()).toMatchObject([
      { threadTs: null, text: expect.stringContaining('Resolved') },
    ]);
  });

  it('goes on in the channel when a webhook began it', async () => {
    const at = await slackFixture();
    await at.webhook().alert(firing);
    await at.bot().alert(worse);
    await at.bot().alert(resolved);
    expect(at.slack.messages().map(({ by }) => by)).toEqual(['webhook', 'bot', 'bot']);
  });

  it.each([
    ['chat.postMessage', 'conversations.history'],
    ['chat.update', null],
  ] as const)('is told once when the answer to %s never comes', async (on, search) => {
    const at = await slackFixture();
    at.slack.plan({ kind: 'die-after', on });
    for (const change of [firing, worse, resolved]) await at.bot().alert(change);
    expect(at.slack.messages()).toHaveLength(2);
    if (search !== null) expect(at.slack.requests.map(({ method }) => method)).toContain(search);
  });

  it('finds its answer in the thread again, after a crash', async () => {
    const at = await slackFixture();
    await at.bot().alert(firing);
    const outbox: Outbox = {
      ...at.outbox,
      putReceipt: async () => {
        throw new Error('the process died');
      },
    };
    await expect(at.bot({ outbox }).alert(resolved)).rejects.toThrow('the process died');
    await at.bot().flush();
    expect(at.slack.messages()).toHaveLength(2);
    expect(at.slack.requests.map(({ method }) => method)).toContain('conversations.replies');
  });
});

const others = Array.from({ length: 39 }, (_, index) =>
  alert({ slo: `step ${index}`, atMs: nowMs + 1_000 * index, severity: index % 2 === 0 ? 'page' : 'ticket' }),
);
const allOver = [firing, ...others].map((change) => ({
  ...change,
  ...{ state: 'resolved' as const, atMs: change.atMs + 30 * minuteMs },
}));

describe('an outage that burns forty objectives', () => {
  const done = '✅ Resolved: none of the 40 error budgets burns any more, after 30 min 38 s';

  it('is one message of a bot, which lists them all, and one answer in its thread when all is over', async () => {
    const at = await slackFixture();
    for (const change of [firing, ...others]) await at.bot().alert(change);
    const [message] = at.slack.messages();
    expect(at.slack.messages()).toHaveLength(1);
    expect(message).toMatchObject({ edits: 39, threadTs: null });
    for (const { slo } of others) expect(JSON.stringify(message?.blocks)).toContain(`*${slo}*`);
    for (const change of allOver) await at.bot().alert(change);
    expect(textsOf(at.slack)).toEqual([done, done]);
    expect(at.slack.messages()[1]?.threadTs).toBe(message?.ts);
    expect(at.slack.faults()).toEqual([]);
  });

  it('is two messages of a webhook: when it begins and when all is over', async () => {
    const at = await slackFixture();
    for (const change of [firing, ...others, ...allOver]) await at.webhook().alert(change);
    expect(at.slack.messages()).toHaveLength(2);
    expect(textsOf(at.slack)[1]).toBe(done);
  });

  it.each(['bot', 'webhook'] as const)(
    'that was for tomorrow notifies again when it becomes a page (%s)',
    async (way) => {
      const at = await slackFixture();
      const frame = { ...bareFrame, mention: { page: 'S0123ABCDEF', ticket: null } };
      const page = alert({ slo: 'checkout', atMs: nowMs + minuteMs });
      for (const change of [alert({ severity: 'ticket' }), page]) await at[way]({ frame }).alert(change);
      const [first, second] = at.slack.messages();
      expect(at.slack.messages()).toHaveLength(2);
      expect(second?.text).toBe(
        '❌ Act now: 2 error budgets burn, that of checkout at 14.6× the sustainable rate <!subteam^S0123ABCDEF>',
      );
      if (way === 'bot') expect(second).toMatchObject({ threadTs: first?.ts, isBroadcast: true });
      expect(at.slack.faults()).toEqual([]);
    },
  );

  it('is not kept open by an alert that does not ring any more and whose end was never heard', async () => {
    const at = await slackFixture();
    const later = nowMs + 20 * minuteMs;
    const other = alert({ slo: 'checkout', atMs: later, ringing: [{ slo: 'checkout', severity: 'page' }] });
    for (const change of [firing, other]) await at.bot().alert(change);
    expect(JSON.stringify(at.slack.messages()[0]?.blocks)).toContain('No longer burning: availability');
    await at.bot().alert({ ...other, state: 'resolved', atMs: later + minuteMs, ringing: [] });
    expect(textsOf(at.slack).at(-1)).toContain('Resolved');
  });

  it('goes on where the version before began it, alert by alert', async () => {
    const at = await slackFixture();
    const ts = `${nowMs / 1_000}.000001`;
    const told = { state: 'firing', sinceMs: nowMs, lastAtMs: nowMs, at: { channel: at.slack.channel, ts } };
    for (const slo of ['availability', 'latency']) {
      const key = `alert/wordcount/${slo}/page`;
      await at.outbox.putReceipt({ key, value: JSON.stringify(told), atMs: nowMs });
    }
    const body = { kind: 'alert', change: { ...resolved, ...{ rule: undefined, ringing: undefined } } };
    await at.outbox.enqueue({ id: 'old', atMs: nowMs, body: JSON.stringify(body) });
    await at.bot().alert({ ...resolved, slo: 'latency' });
    expect(textsOf(at.slack)).toEqual([
      '✅ Resolved: the error budget of availability no longer burns, after 12 min',
      '✅ Resolved: the error budget of latency no longer burns, after 12 min',
    ]);
  });
});

describe('an alert told by a webhook', () => {
  it('is told when it begins and when it ends, and not in between', async () => {
    const at = await slackFixture();
    for (const change of [firing, worse, resolved]) await at.webhook().alert(change);
    expect(textsOf(at.slack)).toEqual([
      '❌ Act now: the error budget of availability burns at 14.6× the sustainable rate',
      '✅ Resolved: the error budget of availability no longer burns, after 12 min',
    ]);
  });
});

describe.each(['bot', 'webhook'] as const)('whoever tells it (%s)', (way) => {
  it('an end of what nobody was told of is not told', async () => {
    const at = await slackFixture();
    expect(await at[way]().alert(resolved)).toMatchObject({ kind: 'posted' });
    expect(at.slack.messages()).toEqual([]);
  });

  it('a change that comes late is not told', async () => {
    const at = await slackFixture();
    for (const change of [firing, resolved, worse]) await at[way]().alert(change);
    expect(textsOf(at.slack).at(-1)).toContain('Resolved');
    expect(at.slack.messages()).toHaveLength(2);
  });

  it('a change that is delivered twice is told once', async () => {
    const at = await slackFixture();
    for (const change of [firing, firing, resolved, resolved]) await at[way]().alert(change);
    expect(at.slack.messages()).toHaveLength(2);
  });

  it('a change without figures says none', async () => {
    const at = await slackFixture();
    await at[way]().alert(alert({ burn: null, remaining: null, exhaustedInSeconds: null }));
    expect(textsOf(at.slack)).toEqual(['❌ Act now: the error budget of availability burns']);
    expect(JSON.stringify(at.slack.messages()[0]?.blocks)).not.toMatch(/budget left|null|NaN/);
  });
});

describe.each(['bot', 'webhook'] as const)('trouble with the watchers (%s)', (way) => {
  const silent = { name: 'garbageday-dev-probe-silent', text: 'No slice for five minutes' };
  const begun = { ...silent, state: 'firing', atMs: nowMs } as const;
  const over = { ...silent, state: 'resolved', atMs: nowMs + 12 * minuteMs } as const;

  it('is told when it begins and when it is over', async () => {
    const at = await slackFixture();
    for (const notice of [begun, begun, over, over]) await at[way]().notice(notice);
    expect(textsOf(at.slack).at(-1)).toBe('✅ Over: No slice for five minutes');
    expect(at.slack.messages()).toHaveLength(2);
    expect(at.slack.faults()).toEqual([]);
  });

  it('is not over before it began, as when an alarm is new', async () => {
    const at = await slackFixture();
    await at[way]().notice(over);
    expect(at.slack.messages()).toEqual([]);
  });
});
