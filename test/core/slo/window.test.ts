import { UsageError } from '@garbageday/core/errors.ts';
import {
  eventsIn,
  parseWindow,
  secondsText,
  windowBounds,
  windowSeconds,
  windowText,
} from '@garbageday/core/slo/window.ts';
import { describe, expect, it } from 'vitest';

const day = 86_400;

describe('parseWindow', () => {
  it.each([
    { text: '30d', expected: { kind: 'rolling', seconds: 30 * day } },
    { text: '1w', expected: { kind: 'rolling', seconds: 7 * day } },
    { text: '12h', expected: { kind: 'rolling', seconds: day / 2 } },
    { text: '1m', expected: { kind: 'rolling', seconds: 60 } },
    { text: '1D', expected: { kind: 'calendar', unit: 'day', count: 1, timeZone: 'UTC' } },
    { text: '1W', expected: { kind: 'calendar', unit: 'week', count: 1, timeZone: 'UTC' } },
    { text: '1M', expected: { kind: 'calendar', unit: 'month', count: 1, timeZone: 'UTC' } },
    { text: '1Q', expected: { kind: 'calendar', unit: 'quarter', count: 1, timeZone: 'UTC' } },
    { text: '2Y', expected: { kind: 'calendar', unit: 'year', count: 2, timeZone: 'UTC' } },
  ])('reads $text', ({ text, expected }) => {
    expect(parseWindow(text)).toEqual(expected);
  });

  it('keeps the zone whose midnights bound a calendar window; a rolling one has none', () => {
    expect(parseWindow('1M', 'Europe/Berlin')).toMatchObject({ timeZone: 'Europe/Berlin' });
    expect(parseWindow('30d', 'Europe/Berlin')).toEqual({ kind: 'rolling', seconds: 30 * day });
  });

  it.each(['', '30', 'd', '0d', '-1d', '1.5d', '30 d', '30H', '30s', '1d1h', '1234567d'])(
    'refuses "%s"',
    (text) => {
      expect(() => parseWindow(text)).toThrow(UsageError);
    },
  );
});

describe('windowText', () => {
  it.each(['30d', '12h', '30m', '1D', '1W', '1M', '3M', '1Q', '1Y'])('writes %s as it was read', (text) => {
    expect(windowText(parseWindow(text))).toBe(text);
  });

  it('writes the largest unit that is exact', () => {
    expect([90, 300, 3_600, 604_800].map(secondsText)).toEqual(['90s', '5m', '1h', '7d']);
  });
});

describe('windowSeconds', () => {
  it.each([
    { text: '28d', days: 28 },
    { text: '1D', days: 1 },
    { text: '1W', days: 7 },
    { text: '1M', days: 30 },
    { text: '1Q', days: 91 },
    { text: '1Y', days: 365 },
  ])('of $text is $days days', ({ text, days }) => {
    expect(windowSeconds(text)).toBe(days * day);
  });
});

describe('eventsIn', () => {
  it('counts the whole events of an interval at a rate, of this month its own', () => {
    expect(eventsIn({ fromMs: 0, toMs: 2_592_000_000 }, 1)).toBe(2_592_000);
    expect(eventsIn({ fromMs: 0, toMs: 3_600_000 }, 1 / 60)).toBe(60);
    const february = windowBounds(parseWindow('1M'), Date.parse('2026-02-14T12:00:00Z'));
    expect(eventsIn(february, 1)).toBe(28 * 86_400);
  });
});
