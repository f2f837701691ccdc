/** What is said of a dry run. */
import { renderRehearsal } from '@garbageday/render/terminal/rehearsal-text.ts';
import { describe, expect, it } from 'vitest';
import { samplePlan, sampleReport, sampleTarget, startMs } from './sample-report.ts';

const outcomes = [
  {
    kind: 'dry-run',
    plan: samplePlan('1', 'web', 'terminate', 18),
    target: sampleTarget('web-b', 'i-1'),
    atMs: startMs,
  },
  {
    kind: 'refused',
    plan: samplePlan('2', 'load-balancer', 'power-cut', 62),
    atMs: startMs,
    refusal: { reason: 'no-redundancy', detail: 'One is left.', numbers: {} },
  },
] as const;

const rehearsal = {
  report: {
    ...sampleReport,
    service: 'shop',
    readyMs: 1_200,
    platform: { ...sampleReport.platform, lb: 'HAProxy 2.6', data: 'no data tier' },
    journeys: [
      { name: 'users', role: 'load', sent: 750, failed: 3, latency: { p50: 4, p95: 9, p99: 20 } },
      { name: 'probe', role: 'judge', sent: 150, failed: 0, latency: null },
    ],
  },
  ...{ seed: 'tuesday', durationMs: 90_000, startAtMs: startMs, outcomes },
} as const;

const wide = { columns: 120, colour: false };

describe('a dry run', () => {
  it('says what it saw, and which kill would do what and when', () => {
    expect(renderRehearsal(rehearsal, wide)).toBe(
      `Dry run: nothing was killed.
shop: HAProxy 2.6, no data tier. Ready in 1.20 s.
User requests (users): 750 sent, 3 failed; p50 4.0 ms, p95 9.0 ms, p99 20 ms.
Probes (probe): 150 sent, 0 failed.

What a game day of 1 min 30 s with --seed tuesday would do
  after 18 s      termination of web-b
  after 1 min 2 s power cut of one load-balancer instance: would be refused (no redundancy): One is left.`,
    );
  });

  it('is short where nothing is to be killed', () => {
    expect(renderRehearsal({ ...rehearsal, outcomes: [] }, wide)).not.toContain('would do');
  });

  it.each([40, 60, 80])('fits %d columns', (columns) => {
    const text = renderRehearsal(rehearsal, { columns, colour: false });
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
  });
});
