/** Facts for the gate: all clear, and what refuses for each reason. */
import type { GateFacts, ScheduleFacts } from '@garbageday/core/chaos/gate-facts.ts';
import type { RefusalReason } from '@garbageday/core/chaos/refusal.ts';
import { instance, wholeGroup } from './simulated-world.ts';

export function known<T>(value: T) {
  return { kind: 'known' as const, value };
}
export function failed(error: string) {
  return { kind: 'failed' as const, error };
}

export const web = wholeGroup();
export const data = wholeGroup({ name: 'data', kind: 'data' });
const [first = instance({ id: 'none' })] = web.instances;
export const target = first;
const noneRemoved = { eligible: web.instances, removed: [] };

export const schedule: ScheduleFacts = {
  localTime: 'Mon 2026-11-23 10:00',
  window: '09:00–15:00 UTC',
  isInsideWindow: true,
  minuteOfDay: 600,
  holiday: null,
  lastKillAtMs: null,
  noKillSinceMs: 1_000,
  minDaysBetween: 2,
  killsToday: 0,
  maxPerDay: 1,
};

export const probe = { newestAgeMs: 1_500, maxAgeMs: 5_000, covered: 13, expected: 13, minCoverage: 0.9 };
export const budget = { remaining: 1, expectedSpend: 0.01, reserve: 0.2, chaosSpent: 0, chaosShare: 0.5 };

export const allClear: GateFacts = {
  group: 'web',
  fault: 'terminate',
  supportedFaults: new Set(['terminate', 'power-cut']),
  isEnabled: true,
  requiredHealthy: 2,
  lever: known({ kind: 'released' }),
  schedule: known(schedule),
  history: known({ claimedBy: null, underWay: [] }),
  fleet: known(web),
  selection: known({ eligibility: noneRemoved, target }),
  probe: known(probe),
  alerts: known([]),
  budget: known(budget),
};

export function unwell(changes: Partial<(typeof web.instances)[number]>) {
  return known({ ...web, instances: [instance({ id: 'i-web-x', ...changes }), ...web.instances.slice(1)] });
}

export function dataFacts(instances = data.instances, target = instances[0] ?? null): Partial<GateFacts> {
  return {
    group: 'data',
    fleet: known({ ...data, instances, desiredSize: instances.length }),
    selection: known({ eligibility: { eligible: instances, removed: [] }, target }),
  };
}

/** For every reason, facts for which it is the first rung that holds. */
export const refusing: { [R in RefusalReason]: Partial<GateFacts> } = {
  disabled: { isEnabled: false },
  'unsupported-fault': { fault: 'hang' },
  'safety-lever': { lever: known({ kind: 'halted', reason: 'release day', sinceMs: 7 }) },
  'outside-window': { schedule: known({ ...schedule, isInsideWindow: false }) },
  holiday: { schedule: known({ ...schedule, holiday: '12-25' }) },
  cooldown: { schedule: known({ ...schedule, lastKillAtMs: 1_000 }) },
  'daily-cap': { schedule: known({ ...schedule, killsToday: 1 }) },
  'already-claimed': { history: known({ claimedBy: 'other', underWay: [] }) },
  'overlapping-experiment': {
    history: known({ claimedBy: null, underWay: [{ experimentId: 'other', group: 'data' }] }),
  },
  'rollout-in-progress': { fleet: known({ ...web, isRollingOut: true }) },
  'no-redundancy': { requiredHealthy: 3 },
  'probe-blind': { probe: known({ ...probe, newestAgeMs: null, covered: 0 }) },
  'already-burning': { alerts: known([{ slo: 'probe', severity: 'page', burn: 20.04 }]) },
  'budget-short': { budget: known({ ...budget, remaining: 0.2 }) },
  'no-eligible-target': { selection: known({ eligibility: { eligible: [], removed: [] }, target: null }) },
  'check-failed': { alerts: failed('CloudWatch is away') },
};
