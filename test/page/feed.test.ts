/** What a tab is sent, and what it makes of it: nothing is missing after a break, and nothing grows. */
import { type Model, nothingKnown, patched, totals } from '@garbageday/page/client/model.ts';
import { pageFeed } from '@garbageday/page/feed.ts';
import type { LiveEvent } from '@garbageday/render/live/live-state.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { liveStateAt, second } from './live-states.ts';

function event(atMs: number): LiveEvent {
  return { atMs, tone: 'info', text: `event ${atMs}` };
}

const events = Array.from({ length: 60 }, (_, index) => event(index));

/** The state after so many seconds; the objects of events stay the same, as in the fold. */
function stateAt(count: number) {
  return liveStateAt(count, { events: events.slice(0, count) });
}

describe('the feed', () => {
  it('sends a new tab everything, and then what has changed', () => {
    const feed = pageFeed();
    feed.take(stateAt(3));
    const whole = feed.since(0);
    feed.take(stateAt(4));
    const next = feed.since(1);
    expect([whole.isWhole, whole.seconds['users']?.length, whole.events.length]).toEqual([true, 3, 3]);
    expect(Object.keys(whole.parts)).toHaveLength(7);
    expect([next.isWhole, next.seconds['users']?.length, next.events]).toEqual([false, 1, [events[3]]]);
    expect(Object.keys(next.parts)).toEqual(['journeys']);
  });

  it('sends everything to a tab that has heard of a version which never was', () => {
    const feed = pageFeed();
    feed.take(stateAt(2));
    expect([feed.since(7).isWhole, feed.since(-1).isWhole, feed.since(1).isWhole]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('a tab that listens only now and then knows what one knows that never stopped', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 50 }), (listens) => {
        const feed = pageFeed();
        let [always, seldom]: [Model, Model] = [nothingKnown, nothingKnown];
        let heard = 0;
        listens.forEach((isListening, index) => {
          const before = feed.version();
          feed.take(stateAt(index + 1));
          always = patched(always, feed.since(before));
          if (!isListening && index < listens.length - 1) return;
          seldom = patched(seldom, feed.since(heard));
          heard = feed.version();
        });
        expect(seldom).toEqual(always);
      }),
      { numRuns: 50 },
    );
  });

  it('neither it nor a tab grows over a day', () => {
    const feed = pageFeed();
    let model = nothingKnown;
    for (const count of [200, 400, 600, 86_400]) {
      const before = feed.version();
      const many = Array.from({ length: 150 }, (_, index) => event(count + index));
      feed.take(liveStateAt(count, { events: many }));
      model = patched(model, feed.since(before));
    }
    expect([model.seconds['users']?.length, model.events.length]).toEqual([240, 200]);
    expect([feed.since(0).seconds['users']?.length, feed.since(0).events.length]).toEqual([240, 200]);
    expect(totals(model)).toEqual({ sent: 864_000, failed: 0 });
  });

  it('goes on when the clock is set back', () => {
    const feed = pageFeed();
    const users = { name: 'users', role: 'load', sent: 20, failed: 0, retried: 0 } as const;
    const seconds = [second(100), second(101), second(41), second(42)];
    for (const count of [2, 3, 4])
      feed.take(liveStateAt(count, { journeys: [{ ...users, seconds: seconds.slice(0, count) }] }));
    const sent = [0, 1, 2].map((version) => feed.since(version).seconds['users']?.length);
    expect(sent).toEqual([4, 2, 1]);
  });

  it('knows no p95 of a second that an older garbageday has measured', () => {
    const feed = pageFeed();
    const { p95Ms: _, ...older } = second(1);
    const users = { name: 'users', role: 'load', sent: 20, failed: 0, retried: 0 } as const;
    feed.take(liveStateAt(2, { journeys: [{ ...users, seconds: [second(0), older] }] }));
    expect(feed.since(0).seconds['users']?.map(({ p95Ms }) => p95Ms)).toEqual([7, null]);
  });

  it('sends no tag of an instance: they may hold what is not for a projector', () => {
    const feed = pageFeed();
    feed.take(stateAt(1));
    expect(JSON.stringify(feed.since(0).parts.groups)).not.toContain('tags');
  });
});
