/** A live state as `garbageday gameday` shows it half a minute in: the data primary has just been killed. */
import type { Group, GroupKind, Instance } from '@garbageday/core/chaos/fleet.ts';
import type { LiveSecond, LiveState } from '@garbageday/render/live/live-state.ts';

const nowMs = Date.UTC(2026, 10, 23, 15, 43, 54);

export function sampleInstance(slot: string, changes: Partial<Instance> = {}): Instance {
  return {
    id: `i-${[...slot]
      .map((letter) => letter.charCodeAt(0).toString(16))
      .join('')
      .slice(0, 17)}`,
    group: slot.slice(0, slot.lastIndexOf('-')),
    zone: slot.slice(-1),
    slot,
    state: 'running',
    isHealthy: true,
    isInService: true,
    role: 'none',
    launchedAtMs: nowMs - 42_000,
    tags: {},
    ...changes,
  };
}

export function sampleGroup(name: string, kind: GroupKind, instances: readonly Instance[]): Group {
  return {
    name,
    kind,
    desiredSize: kind === 'load-balancer' ? 2 : 3,
    requiredHealthy: kind === 'load-balancer' ? 1 : 2,
    isRollingOut: false,
    instances,
  };
}

const seconds: readonly LiveSecond[] = Array.from({ length: 42 }, (_, second) => ({
  total: 200,
  bad: 0,
  p50Ms: 4.6 + (second % 5) * 0.2,
  p99Ms: second === 39 ? 612 : second === 40 ? 188 : 11 + ((second * 7) % 6),
  hasKill: second === 22 || second === 38,
}));

export const sampleLiveState: LiveState = {
  service: 'wordcount',
  command: 'gameday',
  phase: 'chaos',
  elapsedMs: 42_300,
  nowMs,
  durationMs: 90_000,
  url: 'http://127.0.0.1:18080',
  platform: { lb: 'HAProxy 2.6', data: 'mongolite' },
  seed: '7f3a9c21',
  lever: { kind: 'released' },
  groups: [
    sampleGroup('load-balancer', 'load-balancer', [sampleInstance('lb-a'), sampleInstance('lb-b')]),
    sampleGroup('web', 'web', [
      sampleInstance('web-a'),
      sampleInstance('web-b', { launchedAtMs: nowMs - 18_000 }),
      sampleInstance('web-c'),
    ]),
    sampleGroup('data', 'data', [
      sampleInstance('data-a', { state: 'terminated', isHealthy: false, isInService: false }),
      sampleInstance('data-a', {
        id: 'i-9d02c4',
        state: 'pending',
        isHealthy: false,
        isInService: false,
        launchedAtMs: nowMs - 1_000,
      }),
      sampleInstance('data-b', { role: 'primary' }),
      sampleInstance('data-c', { role: 'secondary' }),
    ]),
  ],
  journeys: [
    { name: 'users', role: 'load', sent: 8_431, failed: 0, retried: 0, seconds },
    {
      ...{ name: 'probe', role: 'judge', sent: 422, failed: 0, retried: 0 },
      seconds: seconds.map((second) => ({
        ...second,
        total: 10,
        p50Ms: 14.2,
        p99Ms: (second.p99Ms ?? 0) * 1.4,
      })),
    },
  ],
  budgets: [
    { name: 'availability', objective: 0.999, remaining: 1 },
    { name: 'latency', objective: 0.99, remaining: 0.982 },
  ],
  kills: [
    { label: 'web termination', verdict: 'pass' },
    { label: 'data primary termination', verdict: 'running' },
  ],
  next: { inMs: 12_000, label: 'web power cut' },
  events: [
    { atMs: 1_900, tone: 'good', text: 'ready: first answer through the load balancer, data-a is primary' },
    { atMs: 12_000, tone: 'info', text: 'baseline taken: p50 4.8 ms, p99 14 ms, 0 of 2,000 failed' },
    { atMs: 22_000, tone: 'kill', text: 'termination of web-b in zone b (web, i-77656f)' },
    { atMs: 22_200, tone: 'info', text: 'load balancer took web-b out after 203 ms' },
    { atMs: 24_000, tone: 'good', text: 'web is whole again: 3 of 3 after 1.9 s' },
    {
      atMs: 30_000,
      tone: 'good',
      text: 'passed: 0 of 80 probes failed, 0% of the budget (web termination)',
    },
    { atMs: 38_900, tone: 'kill', text: 'termination of data-a in zone a (data, primary, i-64617461)' },
    { atMs: 39_600, tone: 'info', text: 'data-b is primary after 640 ms' },
  ],
};
