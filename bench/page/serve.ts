/**
 * A live page of 1,000 requests and 1,000 events a second, in a process of its own, so that its processor time is its
 * own. Sends its address, and the processor time that it has used whenever it is asked.
 */
import process from 'node:process';
import { startPageServer } from '@garbageday/page/server/page-server.ts';
import type { LiveEvent, LiveState } from '@garbageday/render/live/live-state.ts';
import { sampleLiveState } from '../../test/render/sample-live-state.ts';

const perSecond = 1_000;
const beganMs = Date.now();
let count = 0;
let events: readonly LiveEvent[] = [];

/** As a fold hands it over: what has happened since, and no more of it than a fold keeps. */
async function state(): Promise<LiveState> {
  const elapsedMs = Date.now() - beganMs;
  const due = Math.floor((elapsedMs * perSecond) / 1_000);
  const fresh: LiveEvent[] = [];
  for (; count < due; count += 1)
    fresh.push({ atMs: count, tone: 'info', text: `event ${count}: web-b taken out of service` });
  events = [...events, ...fresh].slice(-perSecond);
  const done = Math.floor(elapsedMs / 1_000);
  const first = Math.max(0, done - 240);
  const seconds = Array.from({ length: done - first }, (_, index) => ({
    ...{ startMs: beganMs + (first + index) * 1_000, total: perSecond, bad: (first + index) % 7 },
    ...{ p50Ms: 4 + (index % 3), p99Ms: 9 + (index % 11), maxMs: 40 },
  }));
  const users = { name: 'users', role: 'load' as const, failed: 0, retried: 0 };
  return {
    ...sampleLiveState,
    ...{ events, elapsedMs, nowMs: beganMs + elapsedMs },
    journeys: [{ ...users, sent: done * perSecond, seconds }],
  };
}

const server = await startPageServer(state);
process.send?.({ url: server.url });
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1_000 });
});
process.once('disconnect', () => void server.close());
