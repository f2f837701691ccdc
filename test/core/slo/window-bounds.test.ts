import { UsageError } from '@garbageday/core/errors.ts';
import { parseWindow, periodSeconds, type SloWindow, windowBounds } from '@garbageday/core/slo/window.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

function bounds(window: SloWindow, now: string): readonly string[] {
  const { fromMs, toMs } = windowBounds(window, Date.parse(now));
  return [fromMs, toMs].map((ms) => new Date(ms).toISOString().slice(0, 16));
}

describe('windowBounds', () => {
  it.each([
    { window: '30d', now: '2026-11-24T12:00Z', from: '2026-10-25T12:00', to: '2026-11-24T12:00' },
    { window: '5m', now: '2026-11-24T12:00Z', from: '2026-11-24T11:55', to: '2026-11-24T12:00' },
    { window: '1D', now: '2026-11-24T12:00Z', from: '2026-11-24T00:00', to: '2026-11-25T00:00' },
    { window: '1W', now: '2026-11-24T12:00Z', from: '2026-11-23T00:00', to: '2026-11-30T00:00' },
    { window: '1W', now: '2026-11-23T00:00:00.001Z', from: '2026-11-23T00:00', to: '2026-11-30T00:00' },
    { window: '1W', now: '2026-11-23T00:00Z', from: '2026-11-16T00:00', to: '2026-11-23T00:00' },
    { window: '1M', now: '2026-12-01T00:00Z', from: '2026-11-01T00:00', to: '2026-12-01T00:00' },
    { window: '1D', now: '2026-12-01T00:00Z', from: '2026-11-30T00:00', to: '2026-12-01T00:00' },
    { window: '1Q', now: '2027-01-01T00:00Z', from: '2026-10-01T00:00', to: '2027-01-01T00:00' },
    { window: '1W', now: '2026-11-22T23:59Z', from: '2026-11-16T00:00', to: '2026-11-23T00:00' },
    { window: '1M', now: '2026-02-28T12:00Z', from: '2026-02-01T00:00', to: '2026-03-01T00:00' },
    { window: '1M', now: '2028-02-29T12:00Z', from: '2028-02-01T00:00', to: '2028-03-01T00:00' },
    { window: '1Q', now: '2026-11-24T12:00Z', from: '2026-10-01T00:00', to: '2027-01-01T00:00' },
    { window: '1Y', now: '2026-12-31T23:59Z', from: '2026-01-01T00:00', to: '2027-01-01T00:00' },
    { window: '2M', now: '2026-12-31T23:59Z', from: '2026-11-01T00:00', to: '2027-01-01T00:00' },
    { window: '2W', now: '2026-11-24T12:00Z', from: '2026-11-23T00:00', to: '2026-12-07T00:00' },
    { window: '1D', now: '1969-07-20T20:17Z', from: '1969-07-20T00:00', to: '1969-07-21T00:00' },
  ])('of $window at $now are [$from, $to)', ({ window, now, from, to }) => {
    expect(bounds(parseWindow(window), now)).toEqual([from, to]);
  });

  it.each([
    {
      what: 'its midnight is not that of UTC',
      zone: 'Asia/Tokyo',
      window: '1D',
      now: '2026-11-24T16:00Z',
      from: '2026-11-24T15:00',
      to: '2026-11-25T15:00',
    },
    {
      what: 'its month begins in summer time and ends in winter time',
      zone: 'Europe/Berlin',
      window: '1M',
      now: '2026-10-10T12:00Z',
      from: '2026-09-30T22:00',
      to: '2026-10-31T23:00',
    },
    {
      what: 'it is already next month there',
      zone: 'Pacific/Auckland',
      window: '1M',
      now: '2026-10-31T12:00Z',
      from: '2026-10-31T11:00',
      to: '2026-11-30T11:00',
    },
    {
      what: 'midnight does not exist that day',
      zone: 'Africa/Cairo',
      window: '1D',
      now: '2026-04-24T12:00Z',
      from: '2026-04-23T22:00',
      to: '2026-04-24T21:00',
    },
  ])('follow the zone where $what', ({ zone, window, now, from, to }) => {
    expect(bounds(parseWindow(window, zone), now)).toEqual([from, to]);
  });

  it('refuse a zone that nobody knows', () => {
    expect(() => bounds(parseWindow('1M', 'Mars/Olympus'), '2026-11-24T12:00Z')).toThrow(UsageError);
  });

  const zone = fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
  );
  const unit = fc.constantFrom('D', 'W', 'M', 'Q', 'Y');
  const instant = fc.integer({ min: Date.parse('2000-01-01'), max: Date.parse('2040-01-01') });

  it('hold the last instant before their moment, touch the next window, and last about as long as they should', () => {
    fc.assert(
      fc.property(zone, unit, fc.integer({ min: 1, max: 4 }), instant, (timeZone, letter, count, nowMs) => {
        const window = parseWindow(`${count}${letter}`, timeZone);
        const { fromMs, toMs } = windowBounds(window, nowMs);
        expect(fromMs).toBeLessThan(nowMs);
        expect(toMs).toBeGreaterThanOrEqual(nowMs);
        expect(windowBounds(window, fromMs).toMs).toBe(fromMs);
        expect(windowBounds(window, toMs)).toEqual({ fromMs, toMs });
        expect(windowBounds(window, fromMs + 1)).toEqual({ fromMs, toMs });
        expect((toMs - fromMs) / 1_000 / periodSeconds(window)).toBeGreaterThan(0.9);
        expect((toMs - fromMs) / 1_000 / periodSeconds(window)).toBeLessThan(1.1);
      }),
      { numRuns: 300 },
    );
  });
});
