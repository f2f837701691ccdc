import { hourMs } from '@garbageday/core/time/durations.ts';
import { describe, expect, it } from 'vitest';
import { nowMs, slackFixture, textsOf } from './slack-fixture.ts';
import { eventsOf } from './transitions.ts';

describe('experiments told by a bot', () => {
  it('are in the thread of their day, which begins once', async () => {
    const at = await slackFixture();
    const [one, two] = [eventsOf('web-1'), eventsOf('web-2', nowMs + 60_000)];
    const events = [one.drawn, one.claimed, one.injected, one.completed('pass'), two.drawn, two.refused];
    for (const event of events) await at.bot().experiment(event);
    const [opening, ...replies] = at.slack.messages();
    expect(opening).toMatchObject({ threadTs: null, text: '🗑️ Chaos on 2026-11-24' });
    expect(replies.map(({ text }) => text)).toEqual([
      '💥 Announced: termination of one web instance',
      '✅ Passed: termination of one web instance',
      '🚫 Refused: termination of one web instance: no redundancy',
    ]);
    expect(replies.every(({ threadTs }) => threadTs === opening?.ts)).toBe(true);
    expect(at.slack.faults()).toEqual([]);
  });

  it.each([
    ['UTC', 1],
    ['Pacific/Auckland', 2],
    ['America/New_York', 1],
  ])('have the day of %s', async (timeZone, days) => {
    const at = await slackFixture();
    const times = [nowMs + hourMs, nowMs + 7 * hourMs];
    for (const [index, atMs] of times.entries())
      await at.bot({ timeZone }).experiment(eventsOf(`web-${index}`, atMs).refused);
    expect(textsOf(at.slack).filter((text) => text.startsWith('🗑️'))).toHaveLength(days);
  });

  it.each([
    ['a failed hypothesis', eventsOf('web-1').completed('fail'), true],
    ['an abort', eventsOf('web-1').aborted, true],
    ['a pass', eventsOf('web-1').completed('pass'), false],
    ['a refusal', eventsOf('web-1').refused, false],
    ['an announcement', eventsOf('web-1').claimed, false],
  ])('show the channel %s: %#', async (_, event, isBroadcast) => {
    const at = await slackFixture();
    await at.bot().experiment(event);
    expect(at.slack.messages()[1]).toMatchObject({ isBroadcast });
  });

  it('begin the thread again when somebody deleted its first message', async () => {
    const at = await slackFixture();
    await at.bot().experiment(eventsOf('web-1').claimed);
    for (const { ts } of [...at.slack.messages()]) at.slack.forget(ts);
    await at.bot().experiment(eventsOf('web-1').completed('pass'));
    expect(at.slack.messages().map(({ threadTs }) => threadTs === null)).toEqual([true, false]);
  });

  it('are told once when an answer never comes, be it the opening or the reply', async () => {
    const at = await slackFixture();
    at.slack.plan(
      { kind: 'die-after', on: 'chat.postMessage' },
      { kind: 'die-after', on: 'chat.postMessage' },
    );
    await at.bot().experiment(eventsOf('web-1').claimed);
    expect(textsOf(at.slack)).toEqual([
      '🗑️ Chaos on 2026-11-24',
      '💥 Announced: termination of one web instance',
    ]);
  });

  it('say when nothing would be killed', async () => {
    const at = await slackFixture();
    await at.bot().experiment(eventsOf('web-1', nowMs, { mode: 'dry-run' }).claimed);
    expect(textsOf(at.slack)[1]).toBe('⚪ Dry run: termination of one web instance would go ahead');
  });

  it('say when the safety lever is pulled and released, once each', async () => {
    const at = await slackFixture();
    // Written by hand: what it says of its time is no time at all.
    const halted = { kind: 'halted', reason: 'incident 12', sinceMs: 0 } as const;
    const released = { kind: 'released' } as const;
    const moves = [
      [halted, nowMs],
      [halted, nowMs],
      [released, nowMs + 30_000],
      [released, nowMs + 30_000],
      [halted, nowMs + 40_000],
      [released, nowMs + 50_000],
    ] as const;
    for (const [position, atMs] of moves) await at.bot().experiment({ kind: 'lever', position, atMs });
    const pulled = '🛑 The safety lever was pulled: nothing is injected until someone releases it';
    const again = '✅ The safety lever was released: experiments may run again';
    expect(textsOf(at.slack).slice(1)).toEqual([pulled, again, pulled, again]);
    expect(JSON.stringify(at.slack.messages())).not.toContain('1970');
  });
});

it('experiments told by a webhook are one message each', async () => {
  const at = await slackFixture();
  const { drawn, claimed, completed } = eventsOf('web-1');
  for (const event of [drawn, claimed, claimed, completed('fail')]) await at.webhook().experiment(event);
  expect(textsOf(at.slack)).toEqual([
    '💥 Announced: termination of one web instance',
    '❌ Failed: termination of one web instance',
  ]);
  expect(at.slack.faults()).toEqual([]);
});
