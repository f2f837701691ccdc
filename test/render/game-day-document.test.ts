import { toGameDayDocument } from '@garbageday/render/json/game-day-document.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyGameDay } from './arbitrary-report.ts';
import { sampleReport } from './sample-report.ts';
import { numbersOf, schemaOf, undescribed } from './schema-checks.ts';
import { allReports, brokenReport } from './ugly-reports.ts';

const { schema, accepts, expectValid } = schemaOf('gameday-1');

describe('the document', () => {
  it.each(Object.entries(allReports))('of %s satisfies the schema', (_, report) => {
    expectValid(toGameDayDocument(report));
  });

  it('of any report satisfies the schema and holds finite numbers only', () => {
    fc.assert(
      fc.property(anyGameDay, (report) => {
        const document = toGameDayDocument(report);
        expectValid(document);
        expect(numbersOf(document).filter((value) => !Number.isFinite(value))).toEqual([]);
      }),
    );
  });

  it('carries what the issue asks for', () => {
    expect(toGameDayDocument(sampleReport)).toMatchObject({
      schema: 'garbageday/gameday@1',
      seed: '7f3a9c21',
      startedAt: '2026-11-23T15:43:12.000Z',
      durationMs: 90_012.4,
      readyMs: 1_874.3,
      verdict: 'kept',
      platform: { name: 'local', lb: 'HAProxy 2.6.12' },
      users: { sent: 18_040, failed: 0, retried: 0, acknowledged: 6_013, stored: 6_013 },
    });
  });

  it('carries every experiment that was not refused, times as offsets, milliseconds to a tenth', () => {
    expect(toGameDayDocument(sampleReport).experiments[1]).toEqual({
      id: 'data-1',
      group: 'data',
      outcome: 'completed',
      target: 'i-9d02c4b1',
      slot: 'data-a',
      zone: 'a',
      role: 'primary',
      fault: 'terminate',
      plannedAtMs: 38_000,
      injectedAtMs: 38_006.4,
      hypothesis: { maxBadProbes: 0, maxP99Ms: 1_500, maxRecoverMs: 15_000 },
      verdict: 'pass',
      reasons: [expect.stringContaining('failed')],
      probes: { sent: 94, bad: 0 },
      errors: [],
      longestBadRun: 0,
      latencyMs: {
        baseline: { p50: 4.8, p95: 9.1, p99: 14.1 },
        impact: { p50: 5.1, p95: 188.2, p99: 612.4 },
      },
      detectMs: 641.2,
      replaceMs: 3_408.9,
      recoverMs: 1_204.4,
      budgetSpent: 0.0179,
      coverage: 1,
    });
  });

  it('says null, never 0, of what was not measured', () => {
    const dryRun = toGameDayDocument(brokenReport).experiments.find(({ outcome }) => outcome === 'dry-run');
    expect(dryRun).toMatchObject({
      verdict: null,
      injectedAtMs: null,
      probes: null,
      latencyMs: { baseline: null, impact: null },
      detectMs: null,
      budgetSpent: null,
    });
  });

  it('keeps refusals apart, with the numbers that caused them', () => {
    expect(toGameDayDocument(brokenReport).refusals).toEqual([
      {
        id: 'web-2',
        group: 'web',
        fault: 'terminate',
        plannedAtMs: 54_000,
        refusedAtMs: 54_002,
        reason: 'no-redundancy',
        detail: '2 of 3 healthy, 1 victim would leave 1, 2 required',
        numbers: { healthy: 2, victims: 1, required: 2 },
      },
    ]);
  });

  it('says why an experiment was aborted', () => {
    const aborted = toGameDayDocument(brokenReport).experiments.find(({ outcome }) => outcome === 'aborted');
    expect(aborted).toMatchObject({ verdict: null, reasons: ['the safety lever was pulled: operator'] });
  });
});

describe('the schema', () => {
  it.each([
    ['an unknown property', { surprise: 1 }],
    ['another version', { schema: 'garbageday/gameday@2' }],
    ['a fraction of a request', { users: { ...toGameDayDocument(sampleReport).users, sent: 1.5 } }],
    ['an unknown verdict', { verdict: 'fine' }],
  ])('rejects %s', (_, change) => {
    expect(accepts({ ...toGameDayDocument(sampleReport), ...change })).toBe(false);
  });

  it('describes every property', () => expect(undescribed(schema)).toEqual([]));
});
