import { expandExclusions } from '@garbageday/config/expand-exclusions.ts';
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { describe, expect, it } from 'vitest';

function at(text: string): number {
  return Date.parse(text);
}

function expanded(exclusions: readonly object[], from: string, to: string): readonly string[] {
  const parsed = parseConfiguration({ exclusions }, 'f').exclusions;
  const text = (ms: number) => new Date(ms).toISOString().slice(0, 16);
  return expandExclusions(parsed, { fromMs: at(from), toMs: at(to) }).map(
    ({ fromMs, toMs }) => `${text(fromMs)}/${text(toMs)}`,
  );
}

const berlin = 'Europe/Berlin';

describe('expandExclusions', () => {
  it.each([
    {
      what: 'dates on the wall of their zone',
      exclusion: { from: '2026-12-24T18:00', to: '2026-12-25T06:00', timeZone: berlin },
      window: ['2026-12-01T00:00Z', '2027-01-01T00:00Z'],
      expected: ['2026-12-24T17:00/2026-12-25T05:00'],
    },
    {
      what: 'dates, cut off where the window ends',
      exclusion: { from: '2026-12-24T18:00', to: '2026-12-25T06:00' },
      window: ['2026-12-24T20:00Z', '2026-12-25T00:00Z'],
      expected: ['2026-12-24T20:00/2026-12-25T00:00'],
    },
    {
      what: 'nothing, where the window is elsewhere',
      exclusion: { from: '2026-12-24T18:00', to: '2026-12-25T06:00' },
      window: ['2026-12-26T00:00Z', '2026-12-27T00:00Z'],
      expected: [],
    },
    {
      what: 'cron: every Sunday at two, an hour later by UTC in winter',
      exclusion: { cron: '0 2 * * 7', duration: '90m', timeZone: berlin },
      window: ['2026-10-17T00:00Z', '2026-11-02T00:00Z'],
      expected: [
        '2026-10-18T00:00/2026-10-18T01:30',
        '2026-10-25T00:00/2026-10-25T01:30',
        '2026-11-01T01:00/2026-11-01T02:30',
      ],
    },
    {
      what: 'cron: one that begins with the window, and not one that begins with its end',
      exclusion: { cron: '0 2 * * *', duration: '1h' },
      window: ['2026-11-01T02:00Z', '2026-11-02T02:00Z'],
      expected: ['2026-11-01T02:00/2026-11-01T03:00'],
    },
    {
      what: 'cron: what began before the window and still goes on',
      exclusion: { cron: '0 22 * * *', duration: '4h' },
      window: ['2026-11-02T00:30Z', '2026-11-02T12:00Z'],
      expected: ['2026-11-02T00:30/2026-11-02T02:00'],
    },
    {
      what: 'RRULE: the first Sunday of every month',
      exclusion: { rrule: 'FREQ=MONTHLY;BYDAY=1SU', start: '2026-01-04T02:00', duration: '2h' },
      window: ['2026-03-01T00:00Z', '2026-05-01T00:00Z'],
      expected: ['2026-03-01T02:00/2026-03-01T04:00', '2026-04-05T02:00/2026-04-05T04:00'],
    },
    {
      what: 'RRULE: a time that the clock skips does not come that day (RFC 5545, 3.3.10)',
      exclusion: { rrule: 'FREQ=DAILY', start: '2026-01-01T02:30', duration: '30m', timeZone: berlin },
      window: ['2026-03-28T00:00Z', '2026-03-31T00:00Z'],
      expected: ['2026-03-28T01:30/2026-03-28T02:00', '2026-03-30T00:30/2026-03-30T01:00'],
    },
    {
      what: 'RRULE: nothing before its start or after its count',
      exclusion: { rrule: 'FREQ=DAILY;COUNT=2', start: '2026-03-10T02:00', duration: '1h' },
      window: ['2026-03-01T00:00Z', '2026-04-01T00:00Z'],
      expected: ['2026-03-10T02:00/2026-03-10T03:00', '2026-03-11T02:00/2026-03-11T03:00'],
    },
  ])('gives $what', ({ exclusion, window: [from = '', to = ''], expected }) => {
    expect(expanded([{ name: 'upkeep', ...exclusion }], from, to)).toEqual(expected);
  });

  it('joins what overlaps', () => {
    const exclusions = [
      { name: 'late', cron: '0 3 * * *', duration: '2h' },
      { name: 'early', cron: '0 2 * * *', duration: '90m' },
    ];
    expect(expanded(exclusions, '2026-11-01T00:00Z', '2026-11-02T00:00Z')).toEqual([
      '2026-11-01T02:00/2026-11-01T05:00',
    ]);
  });

  it('gives nothing without exclusions', () => {
    expect(expanded([], '2026-11-01T00:00Z', '2026-11-02T00:00Z')).toEqual([]);
  });
});
