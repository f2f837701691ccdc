/** What the audience may do, and for how long. */
import { type Audience, coolDownMs, openAudience } from '@garbageday/page/audience/audience.ts';
import type { Hands, KillAnswer } from '@garbageday/page/hands.ts';
import type { LiveExperiment, LiveState } from '@garbageday/render/live/live-state.ts';
import { describe, expect, it } from 'vitest';
import { liveStateAt } from './live-states.ts';

type Played = {
  readonly audience: Audience;
  readonly token: string;
  /** Ends the kill that is under way. */
  readonly end: (answer: KillAnswer | Error) => Promise<void>;
  readonly asked: readonly unknown[];
  readonly pass: (ms: number) => void;
};

/** With a kill that lasts until it is ended. */
function play(changes: Partial<LiveState> = {}): Played {
  let nowMs = 0;
  const asked: unknown[] = [];
  let settle: (answer: KillAnswer | Error) => void = () => {};
  const audience = openAudience({ state: async () => liveStateAt(3, changes), nowMs: () => nowMs });
  const hands: Hands = {
    kill: (wish) => {
      asked.push(wish);
      return new Promise((resolve, reject) => {
        settle = (answer) => (answer instanceof Error ? reject(answer) : resolve(answer));
      });
    },
    halt: () => Promise.reject(new Error('an audience does not halt')),
    resume: () => Promise.reject(new Error('an audience does not resume')),
  };
  audience.attach(hands);
  return {
    ...{ audience, asked, token: audience.token() ?? '' },
    end: async (answer) => {
      settle(answer);
      await new Promise((resolve) => setImmediate(resolve));
    },
    pass: (ms) => {
      nowMs += ms;
    },
  };
}

const completed: KillAnswer = { kind: 'completed', text: 'web-b died' };
const refused: KillAnswer = { kind: 'refused', text: 'Refused (no redundancy): 2 of 3 are healthy.' };

async function buttonOf({ audience }: Played) {
  return (await audience.view()).button;
}

describe('the audience', () => {
  it('kills a server that chance picks, for real', async () => {
    const { audience, token, asked } = play();
    expect(await audience.kill(token)).toBeNull();
    expect(asked).toEqual([{ group: null, instanceId: null, mode: 'armed' }]);
  });

  it('kills one at a time, however many press at once', async () => {
    const played = play();
    const answers = await Promise.all([1, 2, 3].map(() => played.audience.kill(played.token)));
    expect(answers.filter((button) => button === null)).toHaveLength(1);
    expect(answers.filter((button) => button?.kind === 'killing')).toHaveLength(2);
    expect(await buttonOf(played)).toEqual({ kind: 'killing' });
    expect(played.asked).toHaveLength(1);
  });

  it.each([
    ['has completed', completed, null],
    ['was refused', refused, refused.text],
    ['could not be', new Error('try again in 4 s'), 'try again in 4 s'],
  ])('waits after a kill that %s, and sees for how long', async (_, answer, shown) => {
    const played = play();
    await played.audience.kill(played.token);
    await played.end(answer);
    expect(await buttonOf(played)).toEqual({ kind: 'cooling', restSeconds: coolDownMs / 1_000 });
    expect((await played.audience.view()).answer).toBe(shown);
    played.pass(coolDownMs - 1_500);
    expect(await played.audience.kill(played.token)).toEqual({ kind: 'cooling', restSeconds: 2 });
    played.pass(1_500);
    expect(await buttonOf(played)).toEqual({ kind: 'ready' });
    expect(await played.audience.kill(played.token)).toBeNull();
    expect(played.asked).toHaveLength(2);
  });

  it.each<[string, Partial<LiveState>, string]>([
    ['another experiment is under way', { kills: [{ label: 'kill web', verdict: 'running' }] }, 'killing'],
    ['experiments are halted', { lever: { kind: 'halted', reason: 'enough', sinceMs: 0 } }, 'halted'],
  ])('does nothing while %s', async (_, changes, kind) => {
    const { audience, token, asked } = play(changes);
    expect(await audience.kill(token)).toEqual({ kind });
    expect(asked).toEqual([]);
  });

  it('does nothing before the service runs', async () => {
    const audience = openAudience({ state: async () => liveStateAt(3), nowMs: () => 0 });
    expect(await audience.kill(audience.token() ?? '')).toEqual({ kind: 'starting' });
  });

  it('is switched off, and the code of before is worth nothing when it is on again', async () => {
    const { audience, token, asked } = play();
    expect([audience.admits(token), audience.admits('another')]).toEqual(['admitted', 'expired']);
    audience.switchTo(false);
    expect([audience.token(), audience.admits(token)]).toEqual([null, 'off']);
    expect(await audience.kill(token)).not.toBeNull();
    audience.switchTo(true);
    expect(audience.token()).toMatch(/^[\w-]{22}$/);
    expect(audience.token()).not.toBe(token);
    expect([audience.admits(token), audience.admits(audience.token() ?? '')]).toEqual([
      'expired',
      'admitted',
    ]);
    expect(await audience.kill(token)).not.toBeNull();
    expect(asked).toEqual([]);
  });

  it('is told how the service is in one line, and what the last kill cost', async () => {
    const felt = { waitedMs: 24, failed: 0 };
    const experiment: LiveExperiment = {
      ...{ id: 'e', group: 'web', target: null, injectedAtMs: 1, endedAtMs: 2, felt },
      state: 'completed',
      headline: 'web-b died · users waited at most 24 ms · 0 failed',
    };
    const { audience } = play({ kills: [{ label: 'kill web', verdict: 'pass', experiment }] });
    expect(await audience.view()).toMatchObject({
      service: 'wordcount',
      line: '7 of 8 servers in service · p99 9.0 ms · 0 failed',
      cost: { text: 'web-b died · users waited at most 24 ms · 0 failed', tone: 'good' },
    });
    expect(await play({ phase: 'booting', groups: [] }).audience.view()).toMatchObject({
      ...{ line: 'The service is starting', cost: null },
    });
  });
});
