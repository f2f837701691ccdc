import { UsageError } from '@garbageday/core/errors.ts';
import { eventsPerWindow, parseWindow, windowSeconds } from '@garbageday/core/slo/window.ts';
import { describe, expect, it } from 'vitest';

const day = 86_400;

describe('parseWindow', () => {
  it.each([
    { text: '30d', expected: { kind: 'rolling', seconds: 30 * day } },
    { text: '1w', expected: { kind: 'rolling', seconds: 7 * day } },
    { text: '12h', expected: { kind: 'rolling', seconds: day / 2 } },
    { text: '1m', expected: { kind: 'rolling', seconds: 60 } },
    { text: '1M', expected: { kind: 'calendar', unit: 'month', count: 1 } },
    { text: '1Q', expected: { kind: 'calendar', unit: 'quarter', count: 1 } },
    { text: '2Y', expected: { kind: 'calendar', unit: 'year', count: 2 } },
  ])('reads $text', ({ text, expected }) => {
    expect(parseWindow(text)).toEqual(expected);
  });

  it.each(['', '30', 'd', '0d', '-1d', '1.5d', '30 d', '30D', '30s', '1d1h', '1234567d'])(
    'refuses "%s"',
    (text) => {
      expect(() => parseWindow(text)).toThrow(UsageError);
    },
  );
});

describe('windowSeconds', () => {
  it.each([
    { text: '28d', days: 28 },
    { text: '1M', days: 30 },
    { text: '1Q', days: 91 },
    { text: '1Y', days: 365 },
  ])('of $text is $days days', ({ text, days }) => {
    expect(windowSeconds(text)).toBe(days * day);
  });
});

describe('eventsPerWindow', () => {
  it('is what the configured rate makes of a full window, in whole events', () => {
    expect(eventsPerWindow(1, '30d')).toBe(2_592_000);
    expect(eventsPerWindow(10, '7d')).toBe(6_048_000);
    expect(eventsPerWindow(1 / 60, '1h')).toBe(60);
    expect(Number.isInteger(eventsPerWindow(0.3, '1d'))).toBe(true);
  });
});
