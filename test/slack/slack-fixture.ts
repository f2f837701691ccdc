/** A notifier, its outbox and a stand-in for Slack, on a clock that jumps instead of waiting. */
import type { Outbox } from '@garbageday/core/ports.ts';
import { type AlertChange, unknownDetails } from '@garbageday/render/slack/alert-change.ts';
import {
  type SlackNotifier,
  type SlackNotifierOptions,
  slackNotifier,
} from '@garbageday/slack/slack-notifier.ts';
import { type FakeClock, fakeClock } from '../fakes/fake-clock.ts';
import { memoryOutbox } from '../fakes/memory-outbox.ts';
import { type SlackStandIn, slackStandIn } from '../fixtures/slack-stand-in.ts';

export const nowMs = Date.UTC(2026, 10, 24, 8, 0, 0);

export type SlackFixture = {
  readonly slack: SlackStandIn;
  readonly outbox: Outbox;
  readonly clock: FakeClock;
  /** As another process would make it: everything it knows is in the outbox. */
  readonly webhook: (changes?: Partial<SlackNotifierOptions>) => SlackNotifier;
  readonly bot: (changes?: Partial<SlackNotifierOptions>) => SlackNotifier;
  /** Ids that still wait. */
  readonly waiting: () => Promise<readonly string[]>;
};

export async function slackFixture(outbox = memoryOutbox()): Promise<SlackFixture> {
  const clock = fakeClock(nowMs);
  const slack = await slackStandIn(clock.now);
  const notifier = (own: Partial<SlackNotifierOptions>, changes: Partial<SlackNotifierOptions>) => {
    const deadlineMs = clock.now() + 60_000;
    return slackNotifier({
      ...{ webhookUrl: null, botToken: null, channel: null, outbox, clock },
      deadlineMs: () => deadlineMs,
      apiUrl: slack.apiUrl,
      ...own,
      ...changes,
    });
  };
  return {
    slack,
    outbox,
    clock,
    webhook: (changes = {}) => notifier({ webhookUrl: slack.webhookUrl }, changes),
    bot: (changes = {}) => notifier({ botToken: slack.token, channel: slack.channel }, changes),
    waiting: async () => (await outbox.pending(100)).map(({ id }) => id),
  };
}

export function alert(changes: Partial<AlertChange> = {}): AlertChange {
  return {
    service: 'wordcount',
    slo: 'availability',
    severity: 'page',
    state: 'firing',
    atMs: nowMs,
    burn: 14.6,
    remaining: 0.82,
    exhaustedInSeconds: 147_000,
    note: null,
    ...unknownDetails,
    ...changes,
  };
}

/**
 * For posters that post at once: each has the outbox as `open` gives it, and who waits for the lease sleeps until somebody
 * releases it, not half a second at a time on a clock that jumps.
 */
export function queueing(
  clock: FakeClock,
  open: () => Outbox,
): () => Pick<SlackNotifierOptions, 'outbox' | 'clock'> {
  const asleep: (() => void)[] = [];
  return () => {
    const own = open();
    let isMine = false;
    const lease: Outbox['lease'] = async (wanted) => {
      isMine = await own.lease(wanted);
      return isMine;
    };
    const release = async (holder: string) => {
      await own.release(holder);
      for (const wake of asleep.splice(0)) wake();
    };
    const sleep = (ms: number) =>
      isMine ? clock.sleep(ms) : new Promise<void>((resolve) => asleep.push(resolve));
    return { outbox: { ...own, lease, release }, clock: { now: clock.now, sleep } };
  };
}

/** First lines, enough to tell messages apart. */
export function textsOf(slack: SlackStandIn): readonly string[] {
  return slack.messages().map(({ text }) => text);
}
