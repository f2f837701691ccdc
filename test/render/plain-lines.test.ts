import { formatEvent, formatStatus } from '@garbageday/render/terminal/plain-lines.ts';
import { expect, it } from 'vitest';
import { withUsers } from '../fakes/live-journeys.ts';
import { sampleLiveState } from './sample-live-state.ts';

it('writes an event as one line, whatever it holds', () => {
  const event = { atMs: 22_000, tone: 'kill', text: 'terminate web-b\n\u001b[2Jin zone b' } as const;
  expect(formatEvent(event, false)).toBe('  0:22  ✖ terminate web-b [2Jin zone b');
});

it('writes the standing as one line', () => {
  expect(formatStatus(sampleLiveState, false)).toBe(
    '  0:42    200/s, p50 4.8 ms, p99 16 ms, 0 of 8,431 failed; load-balancer 2/2, web 3/3, data 2/3; ' +
      'budget of availability 99.9%: 100% left, latency 99%: 98.2% left',
  );
});

it('says retries when there are any, and no more than it knows', () => {
  const nothing = { sent: 0, failed: 0, retried: 2, seconds: [] };
  const status = formatStatus({ ...withUsers(sampleLiveState, nothing), groups: [], budgets: [] }, false);
  expect(status).toBe('  0:42    0/s, p50 –, p99 –, 0 of 0 failed, 2 retried');
});

it('has colour only when asked', () => {
  const [event] = sampleLiveState.events;
  expect(event && formatEvent(event, true)).toContain('\u001b[');
  expect(formatStatus(sampleLiveState, false)).not.toContain('\u001b[');
});
