import { scheduleFacts } from '@garbageday/core/chaos/gather-facts.ts';
import type { ExperimentRecord } from '@garbageday/core/chaos/transitions.ts';
import { describe, expect, it } from 'vitest';
import { experimentPlan } from '../../fakes/experiment.ts';
import { chaosSchedule } from '../../fakes/schedule.ts';

function killed(at: string | null, group = 'web'): ExperimentRecord {
  const plan = experimentPlan({ group });
  const injectedAtMs = at === null ? null : Date.parse(at);
  return { plan, state: { kind: 'drawn', plan }, lastAtMs: 0, target: null, injectedAtMs };
}

function facts(at: string, experiments: readonly ExperimentRecord[] = [], changes = {}) {
  return scheduleFacts({
    schedule: chaosSchedule(changes),
    group: 'web',
    nowMs: Date.parse(at),
    experiments,
  });
}

describe('scheduleFacts', () => {
  it.each([
    { what: 'when the window opens', at: '2026-11-23T08:00Z', isInsideWindow: true },
    { what: 'just before', at: '2026-11-23T07:59:59Z', isInsideWindow: false },
    { what: 'when it closes', at: '2026-11-23T14:00Z', isInsideWindow: false },
    { what: 'on a Sunday', at: '2026-11-22T10:00Z', isInsideWindow: false },
    { what: 'on a holiday, which is another reason', at: '2026-11-25T10:00Z', isInsideWindow: true },
  ])('knows that it is inside the window $what: $isInsideWindow', ({ at, isInsideWindow }) => {
    expect(facts(at).isInsideWindow).toBe(isInsideWindow);
  });

  it('counts the small hours of a night to the day on which it began', () => {
    const night = { windows: [{ from: '22:00', to: '06:00' }], workdays: [1] };
    expect(facts('2026-11-24T03:00Z', [], night)).toMatchObject({ isInsideWindow: true, minuteOfDay: 240 });
    expect(facts('2026-11-23T03:00Z', [], night).isInsideWindow).toBe(false);
  });

  it('names the time, the window and the holiday', () => {
    expect(facts('2026-11-25T07:05Z')).toMatchObject({
      localTime: 'Wed 2026-11-25 08:05',
      window: '09:00–15:00 Europe/Berlin',
      holiday: '2026-11-25',
    });
    expect(facts('2026-11-24T07:05Z').holiday).toBeNull();
  });

  it('remembers the last real kill of the group, and counts the kills of all groups today', () => {
    const past = [
      killed('2026-11-19T10:00Z'),
      killed('2026-11-23T09:00Z', 'data'),
      killed('2026-11-18T10:00Z'),
      killed(null),
    ];
    expect(facts('2026-11-23T10:00Z', past)).toMatchObject({
      lastKillAtMs: Date.parse('2026-11-19T10:00Z'),
      noKillSinceMs: Date.parse('2026-11-19T14:00Z'),
      killsToday: 1,
      maxPerDay: 1,
      minDaysBetween: 2,
    });
  });

  it('counts an experiment that was last heard of just before its fault: it may have killed', () => {
    const atMs = Date.parse('2026-11-23T09:00Z');
    const lost: ExperimentRecord = {
      ...killed(null),
      state: { kind: 'baseline', fromMs: atMs, toMs: atMs },
      lastAtMs: atMs,
    };
    expect(facts('2026-11-23T10:00Z', [lost])).toMatchObject({ lastKillAtMs: atMs, killsToday: 1 });
  });

  it('knows when there never was one', () => {
    expect(facts('2026-11-23T10:00Z')).toMatchObject({ lastKillAtMs: null, killsToday: 0 });
  });
});
