/** Of several journeys: who feels it, what is shown, and the addresses of a probe. */
import {
  feltJourney,
  feltNow,
  feltSeconds,
  type Model,
  nothingKnown,
  patched,
} from '@garbageday/page/client/model.ts';
import { targetTiles } from '@garbageday/page/client/targets.ts';
import { pageFeed } from '@garbageday/page/feed.ts';
import { describe, expect, it } from 'vitest';
import { liveStateAt, second } from './live-states.ts';

const counted = { sent: 20, failed: 1, retried: 0 };

function modelOf(...journeys: readonly (readonly [string, 'load' | 'judge', number, number])[]): Model {
  const feed = pageFeed();
  feed.take(
    liveStateAt(1, {
      journeys: journeys.map(([name, role, total, bad]) => ({
        ...{ name, role, ...counted, seconds: [second(0, { total, bad })] },
      })),
    }),
  );
  return patched(nothingKnown, feed.since(0));
}

describe('of several journeys', () => {
  const model = modelOf(['probe', 'judge', 10, 5], ['shop', 'load', 100, 1], ['search', 'load', 50, 0]);

  it('the users feel it, all together', () => {
    expect(feltNow(model)).toEqual({ total: 150, bad: 1 });
  });

  it('the first is shown until another one is chosen, which later frames do not undo', () => {
    const chosen = patched({ ...model, chosen: 'search' }, { ...pageFeed().since(0), isWhole: false });
    expect([feltJourney(model)?.name, feltJourney(chosen)?.name]).toEqual(['shop', 'search']);
    expect([model, chosen].map((one) => feltSeconds(one)[0]?.total)).toEqual([100, 50]);
    expect(feltJourney({ ...model, chosen: 'gone' })?.name).toBe('shop');
  });

  it('where no one else is sent, the probe feels it; where nothing is known, no one', () => {
    expect(feltNow(modelOf(['probe', 'judge', 10, 5]))).toEqual({ total: 10, bad: 5 });
    expect([feltJourney(nothingKnown), feltSeconds(nothingKnown)]).toEqual([undefined, []]);
  });
});

it('an address of a probe says how its last second was', () => {
  const { parts, seconds } = modelOf(
    ['http://a/', 'judge', 10, 0],
    ['http://b/', 'judge', 10, 3],
    ['http://c/', 'judge', 0, 0],
  );
  const journeys = [...(parts.journeys ?? []), { name: 'http://d/', role: 'judge', ...counted } as const];
  expect(targetTiles(journeys, seconds).map(({ slot, said, isFailing }) => [slot, said, isFailing])).toEqual([
    ['http://a/', 'answers', false],
    ['http://b/', '3 of 10 fail', true],
    ['http://c/', 'no answer yet', false],
    ['http://d/', 'no answer yet', false],
  ]);
});
