/** Any sequence of mishaps at Slack's end and of crashes at ours: everything is told, in order, and by a bot once. */
import type { Outbox } from '@garbageday/core/ports.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mishap } from '../fixtures/slack-stand-in.ts';
import { alert, nowMs, type SlackFixture, slackFixture } from './slack-fixture.ts';

const anyMishap: fc.Arbitrary<Mishap> = fc.oneof(
  fc.record({
    kind: fc.constant('rate-limited' as const),
    seconds: fc.option(fc.integer({ min: 0, max: 90 })),
  }),
  fc.record({ kind: fc.constant('status' as const), status: fc.constantFrom(500, 502, 503) }),
  fc.constant({ kind: 'status', status: 200, body: '<html>proxy</html>' } as const),
  fc.constant({ kind: 'curt', body: '<html>proxy</html>' } as const),
  fc.constant({ kind: 'close' } as const),
  fc.constant({ kind: 'die-after' } as const),
);

/** Dies at its `at`-th word with the outbox, before or after the outbox has heard it. */
type Crash = { readonly at: number; readonly isAfter: boolean };

const anyCrash: fc.Arbitrary<Crash> = fc.record({
  at: fc.integer({ min: 1, max: 20 }),
  isAfter: fc.boolean(),
});

const death = new Error('the process died');

/** Once dead, it says nothing more: not even that it lets go of the lease. */
function mortal(outbox: Outbox, crash: Crash): Outbox {
  let words = 0;
  const said = async <T>(act: () => Promise<T>): Promise<T> => {
    words += 1;
    if (words > crash.at || (words === crash.at && !crash.isAfter)) throw death;
    const result = await act();
    if (words === crash.at) throw death;
    return result;
  };
  return {
    enqueue: (message) => said(() => outbox.enqueue(message)),
    pending: (limit) => said(() => outbox.pending(limit)),
    markAttempted: (message, atMs) => said(() => outbox.markAttempted(message, atMs)),
    markPosted: (message, atMs) => said(() => outbox.markPosted(message, atMs)),
    receipt: (key) => said(() => outbox.receipt(key)),
    putReceipt: (receipt) => said(() => outbox.putReceipt(receipt)),
    lease: (lease) => said(() => outbox.lease(lease)),
    release: (holder) => said(() => outbox.release(holder)),
  };
}

const slos = ['slo-1', 'slo-2', 'slo-3', 'slo-4'];

/** Everything is in the outbox; one process after the other dies, then Slack is well and one lives. */
async function live(at: SlackFixture, way: 'bot' | 'webhook', crashes: readonly Crash[]): Promise<void> {
  for (const [index, slo] of slos.entries())
    await at[way]({ botToken: null, webhookUrl: null }).alert(
      alert({ service: slo, slo, atMs: nowMs + index }),
    );
  for (const crash of crashes) {
    await at[way]({ outbox: mortal(at.outbox, crash) })
      .flush()
      .catch((error: unknown) => {
        if (error !== death) throw error;
      });
  }
  for (let round = 0; round < 20 && (await at.waiting()).length > 0; round += 1) await at[way]().flush();
}

function told({ slack }: SlackFixture): readonly string[] {
  return slack.messages().map(({ text }) => /slo-\d/.exec(text)?.[0] ?? '');
}

const anyLife = [fc.array(anyMishap, { maxLength: 8 }), fc.array(anyCrash, { maxLength: 4 })] as const;

describe('whatever happens', () => {
  it('a bot tells everything once and in order', async () => {
    await fc.assert(
      fc.asyncProperty(...anyLife, async (mishaps, crashes) => {
        const at = await slackFixture();
        at.slack.plan(...mishaps);
        await live(at, 'bot', crashes);
        expect(told(at)).toEqual(slos);
      }),
      { numRuns: 40 },
    );
  }, 30_000);

  it('a webhook tells everything in order, and again only where nobody could know', async () => {
    await fc.assert(
      fc.asyncProperty(...anyLife, async (mishaps, crashes) => {
        const at = await slackFixture();
        at.slack.plan(...mishaps);
        await live(at, 'webhook', crashes);
        const all = told(at);
        const doubts =
          mishaps.filter(({ kind }) => kind === 'die-after' || kind === 'curt').length + crashes.length;
        expect([...new Set(all)]).toEqual(slos);
        expect(all).toEqual(all.toSorted());
        expect(all.length - slos.length).toBeLessThanOrEqual(doubts);
      }),
      { numRuns: 40 },
    );
  }, 30_000);
});
