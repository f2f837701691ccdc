import { AwsError } from '@garbageday/aws/aws-error.ts';
import type { ExecutionState } from '@garbageday/aws/execution-state.ts';
import { followExperiment, type Listener } from '@garbageday/cli/aws/follow-experiment.ts';
import type { ExperimentState } from '@garbageday/core/chaos/experiment.ts';
import type { Ledger } from '@garbageday/core/ports.ts';
import { minuteMs } from '@garbageday/core/time/durations.ts';
import { describe, expect, it } from 'vitest';
import { experimentPlan, impact, targetRecord } from '../fakes/experiment.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { memoryLedger } from '../fakes/memory-ledger.ts';

const startMs = Date.UTC(2026, 10, 24, 12);
const plan = experimentPlan({ id: 'kill-1' });
const life: readonly ExperimentState[] = [
  { kind: 'drawn', plan },
  { kind: 'claimed', target: targetRecord },
  { kind: 'baseline', fromMs: 0, toMs: 1 },
  { kind: 'injected', injectedAtMs: startMs },
  { kind: 'recovering', detectedAtMs: null },
  { kind: 'completed', impact: impact(), judgement: { verdict: 'pass', reasons: [] } },
];

/** Follows on a clock that jumps; `onTime` is called with every new time. */
async function follow(
  ledger: Pick<Ledger, 'transitions'>,
  onTime: (nowMs: number, leaving: AbortController) => void = () => {},
  execution: () => Promise<ExecutionState> = async () => ({ kind: 'running' }),
) {
  const clock = fakeClock(startMs);
  const leaving = new AbortController();
  clock.onJump((nowMs) => onTime(nowMs, leaving));
  const seen: string[] = [];
  const troubles: string[] = [];
  const listener: Listener = {
    onTransition: ({ state }) => seen.push(state.kind),
    onTrouble: ({ message }) => troubles.push(message),
  };
  const followed = await followExperiment(
    { ledger, clock, signal: leaving.signal, execution },
    plan,
    listener,
  );
  return { followed, seen, troubles, tookMs: clock.now() - startMs };
}

/** A ledger into which the experiment's life is written minute by minute. */
function living(states: readonly ExperimentState[]) {
  const ledger = memoryLedger();
  let seq = 0;
  const onTime = (nowMs: number): void => {
    for (; seq < states.length && nowMs - startMs >= seq * minuteMs; seq += 1) {
      const state = states[seq];
      if (state !== undefined)
        void ledger.recordTransition({ experimentId: plan.id, seq, atMs: nowMs, state });
    }
  };
  return { ledger, onTime };
}

/** As the ledger, but reading fails while `fails` says so. */
function failing(ledger: Ledger, fails: () => AwsError | null): Pick<Ledger, 'transitions'> {
  return {
    transitions: async function* (interval) {
      const error = fails();
      if (error !== null) throw error;
      yield* ledger.transitions(interval);
    },
  };
}

describe('an experiment that is followed', () => {
  it('tells each transition once, in order, and ends with its outcome', async () => {
    const { ledger, onTime } = living(life);
    const { followed, seen } = await follow(ledger, onTime);
    expect(seen).toEqual(life.map(({ kind }) => kind));
    expect(followed).toMatchObject({
      kind: 'ended',
      outcome: { kind: 'completed', judgement: { verdict: 'pass' } },
    });
  });

  it('is not mistaken for another that began at the same time', async () => {
    const { ledger, onTime } = living(life);
    await ledger.recordTransition({
      experimentId: 'kill-2',
      seq: 0,
      atMs: startMs,
      state: { kind: 'drawn', plan: { ...plan, id: 'kill-2' } },
    });
    expect((await follow(ledger, onTime)).seen).toHaveLength(life.length);
  });

  it('that never begins is given up after three minutes', async () => {
    const { followed, tookMs } = await follow(memoryLedger());
    expect(followed).toEqual({ kind: 'silent' });
    expect(tookMs).toBeGreaterThan(3 * minuteMs);
    expect(tookMs).toBeLessThan(4 * minuteMs);
  });

  it('that never ends is given up after its two hours', async () => {
    const { ledger, onTime } = living(life.slice(0, -1));
    const { followed, tookMs } = await follow(ledger, onTime);
    expect(followed).toEqual({ kind: 'too-long' });
    expect(tookMs / minuteMs).toBeCloseTo(123, 0);
  });

  it.each([
    ['failed', 4, 'injected'],
    ['timed out', 2, 'claimed'],
    ['was stopped', 0, null],
  ] as const)('whose execution %s is not waited for', async (how, states, last) => {
    const ledger = memoryLedger();
    for (const [seq, state] of life.slice(0, states).entries()) {
      await ledger.recordTransition({ experimentId: plan.id, seq, atMs: startMs, state });
    }
    const { followed, tookMs } = await follow(
      ledger,
      () => {},
      async () => ({ kind: 'dead', how }),
    );
    expect(followed).toEqual({ kind: 'dead', how, last });
    expect(tookMs).toBeLessThan(minuteMs);
  });

  it('has ended as the ledger says, also when its execution has ended by then', async () => {
    const ledger = memoryLedger();
    for (const [seq, state] of life.entries()) {
      await ledger.recordTransition({ experimentId: plan.id, seq, atMs: startMs, state });
    }
    const dead = async () => ({ kind: 'dead', how: 'failed' }) as const;
    expect((await follow(ledger, () => {}, dead)).followed).toMatchObject({ kind: 'ended' });
  });

  it('is followed by the ledger alone when Lambda may not be asked', async () => {
    const { ledger, onTime } = living(life);
    const denied = async () => {
      throw new AwsError('access-denied', 'permission denied');
    };
    expect((await follow(ledger, onTime, denied)).followed).toMatchObject({ kind: 'ended' });
  });

  it('goes on without whoever leaves', async () => {
    const { ledger, onTime } = living(life);
    const { followed, seen } = await follow(ledger, (nowMs, leaving) => {
      onTime(nowMs);
      if (nowMs - startMs > 2.5 * minuteMs) leaving.abort();
    });
    expect(followed).toEqual({ kind: 'left' });
    expect(seen).toEqual(['drawn', 'claimed', 'baseline']);
  });

  it('is followed on when AWS throttles for a while, which is said once', async () => {
    const { ledger, onTime } = living(life);
    let nowMs = startMs;
    const isThrottled = () => nowMs - startMs > 2 * minuteMs && nowMs - startMs < 4 * minuteMs;
    const throttled = new AwsError('throttled', 'reading the ledger: AWS throttles this account');
    const { followed, seen, troubles } = await follow(
      failing(ledger, () => (isThrottled() ? throttled : null)),
      (atMs) => {
        nowMs = atMs;
        onTime(atMs);
      },
    );
    expect(followed.kind).toBe('ended');
    expect(seen).toEqual(life.map(({ kind }) => kind));
    expect(troubles).toEqual([throttled.message]);
  });

  it('is lost when the session expires meanwhile', async () => {
    const expired = new AwsError('expired-token', 'reading the ledger: the AWS session has expired');
    const { ledger, onTime } = living(life);
    let nowMs = startMs;
    const { followed, seen } = await follow(
      failing(ledger, () => (nowMs - startMs > 90_000 ? expired : null)),
      (atMs) => {
        nowMs = atMs;
        onTime(atMs);
      },
    );
    expect(followed).toEqual({ kind: 'lost', error: expired });
    expect(seen).toEqual(['drawn', 'claimed']);
  });

  it('is lost, not silent, when the ledger could not be read at all', async () => {
    const unreachable = new AwsError('unreachable', 'reading the ledger: AWS cannot be reached');
    const { followed } = await follow(failing(memoryLedger(), () => unreachable));
    expect(followed).toEqual({ kind: 'lost', error: unreachable });
  });
});
