/** Every formula of domain.md §5–7 as a sentence, with its source and a number that can be checked by hand. */

import { expectedSpend } from '@garbageday/core/chaos/read-budget.ts';
import { histogramBuilder, mergeHistograms, quantile } from '@garbageday/core/probe/histogram.ts';
import { burnFactor, defaultBurnRules, isFiring } from '@garbageday/core/slo/burn-alerts.ts';
import { burnRate } from '@garbageday/core/slo/burn-rate.ts';
import {
  consumed,
  errorBudget,
  excessBad,
  isBreached,
  remaining,
} from '@garbageday/core/slo/error-budget.ts';
import { forecast } from '@garbageday/core/slo/evaluation-of.ts';
import { sloStatus, verdictOf } from '@garbageday/core/slo/slo-status.ts';
import { eventsIn, parseWindow, windowBounds, windowSeconds } from '@garbageday/core/slo/window.ts';
import { upperBound } from '@garbageday/core/statistics/clopper-pearson.ts';
import { wilsonInterval } from '@garbageday/core/statistics/wilson.ts';
import { describe, expect, it } from 'vitest';
import { attribute } from '../../fakes/attribute.ts';
import { nowMs, sampleSlo } from './sample-slo.ts';

const days = 86_400;
const workbook = 'SRE Workbook, ch. 5';
const openSlo = 'OpenSLO v1';
const domain5 = 'domain.md §5';
const domain6 = 'domain.md §6';
const domain7 = 'domain.md §7';

function factors(window: string): readonly number[] {
  return defaultBurnRules.map((rule) => Number(burnFactor(rule, windowSeconds(window)).toFixed(6)));
}

function percent(ratio: number | null | undefined): string {
  return `${((ratio ?? Number.NaN) * 100).toFixed(2)}%`;
}

function interval(good: number, total: number): string {
  const bounds = wilsonInterval({ good, total });
  return `[${percent(bounds?.low)}, ${percent(bounds?.high)}]`;
}

function minutesOf(window: string, timeZone: string, now: string): number {
  const { fromMs, toMs } = windowBounds(parseWindow(window, timeZone), Date.parse(now));
  return (toMs - fromMs) / 60_000;
}

/** One probe a second over 30 days, 99.9%. */
const month = eventsIn({ fromMs: 0, toMs: 30 * days * 1_000 }, 1);

/** Two experiments of which each spent something, and one that nobody felt. */
const attribution = attribute(
  [
    { startMs: 0, counts: { good: 58, total: 60 } },
    { startMs: 60, counts: { good: 50, total: 60 } },
    { startMs: 120, counts: { good: 59, total: 60 } },
  ],
  {
    impacts: [
      { experimentId: 'a', fromMs: 60, toMs: 120, baseline: { good: 59, total: 60 } },
      { experimentId: 'b', fromMs: 60, toMs: 180, baseline: { good: 60, total: 60 } },
    ],
    losses: [],
  },
  { name: 'probe', sli: 'availability', objective: 0.999, events: month },
);

function slowAndFast() {
  const [fast, slow] = [histogramBuilder(), histogramBuilder()];
  for (let index = 0; index < 99; index += 1) fast.add(10);
  slow.add(1_000);
  return mergeHistograms(fast.build(), slow.build());
}

const formulas: Record<string, readonly [source: string, value: unknown, expected: unknown]> = {
  'the error budget is 1 − objective': [`${workbook}; ${domain5}`, errorBudget(0.999), 0.001],
  'the burn rate is the error ratio ÷ the error budget': [
    `${workbook}; ${domain5}`,
    burnRate({ good: 98_560, total: 100_000 }, 0.999)?.toFixed(6),
    '14.400000',
  ],
  'a total outage at 99.9% burns 1,000 times too fast, and nothing can burn faster': [
    `${workbook}, table 5-2 (factor ≤ 1/B: ${domain5})`,
    burnRate({ good: 0, total: 1 }, 0.999),
    1_000,
  ],
  'the factor is share × period ÷ long window: 14.4, 6, 3 and 1 over 30 days': [
    `${workbook}, table 5-8; ${domain5}`,
    factors('30d'),
    [14.4, 6, 3, 1],
  ],
  'over 28 days it is 13.44, 5.6, 2.8 and 0.93': [domain5, factors('28d'), [13.44, 5.6, 2.8, 0.933333]],
  'over 7 days it is 3.36, 1.4, 0.7 and 0.23': [domain5, factors('7d'), [3.36, 1.4, 0.7, 0.233333]],
  'the default table pages on 2% in 1h and 5% in 6h, and files tickets on 10% in 1d and 3d': [
    `${workbook}, table 5-8; ${domain5}`,
    defaultBurnRules.map((rule) => [rule.severity, rule.share, rule.longSeconds, rule.shortSeconds]),
    [
      ['page', 0.02, 3_600, 300],
      ['page', 0.05, 21_600, 1_800],
      ['ticket', 0.1, 86_400, 7_200],
      ['ticket', 0.1, 259_200, 21_600],
    ],
  ],
  'the short window is a twelfth of the long one': [
    `${workbook}, "Multiwindow, Multi-Burn-Rate Alerts"`,
    defaultBurnRules.map(({ longSeconds, shortSeconds }) => longSeconds / shortSeconds),
    [12, 12, 12, 12],
  ],
  'both windows must exceed: a long window alone does not fire': [
    `${workbook}, "Multiwindow, Multi-Burn-Rate Alerts"; ${domain5}`,
    defaultBurnRules.map((rule) =>
      isFiring(rule, { objective: 0.999, periodSeconds: 30 * days }, (seconds) =>
        seconds === rule.longSeconds ? { good: 0, total: 9 } : { good: 9, total: 9 },
      ),
    ),
    [false, false, false, false],
  ],
  'an alert at exactly its factor does not fire: 144 of 10,000 at 14.4': [
    domain5,
    defaultBurnRules
      .slice(0, 1)
      .map((rule) =>
        [9_856, 9_855].map((good) =>
          isFiring(rule, { objective: 0.999, periodSeconds: 30 * days }, () => ({ good, total: 10_000 })),
        ),
      ),
    [[false, true]],
  ],
  'consumed is bad ÷ (B × total)': [`${openSlo}; ${domain5}`, consumed(1, 0.999, 2_000), 0.5],
  'remaining may be negative': [domain5, remaining(3, 0.999, 1_000), -2],
  'zero traffic consumes nothing': [
    domain5,
    [consumed(0, 0.999, 0), burnRate({ good: 0, total: 0 }, 0.999)],
    [0, null],
  ],
  'spending exactly the budget is not a breach; one more is': [
    domain5,
    [999, 998].map((good) => isBreached({ good, total: 1_000 }, 0.999)),
    [false, true],
  ],
  '`1m` is a minute and `1M` a month': [
    `${openSlo}, duration shorthand; ${domain5}`,
    [parseWindow('1m'), parseWindow('1M')],
    [
      { kind: 'rolling', seconds: 60 },
      { kind: 'calendar', unit: 'month', count: 1, timeZone: 'UTC' },
    ],
  ],
  'the day on which clocks go forward has 1,380 minutes': [
    `IANA tz database; ${domain5}`,
    minutesOf('1D', 'Europe/Berlin', '2026-03-29T12:00:00Z'),
    1_380,
  ],
  'the day on which they go back has 1,500': [
    `IANA tz database; ${domain5}`,
    minutesOf('1D', 'Europe/Berlin', '2026-10-25T12:00:00Z'),
    1_500,
  ],
  'a week from Monday that holds one has 10,140': [
    domain5,
    minutesOf('1W', 'America/New_York', '2026-11-01T12:00:00Z'),
    7 * 1_440 + 60,
  ],
  'a quarter that holds one is an hour shorter': [
    domain5,
    minutesOf('1Q', 'Europe/Berlin', '2026-02-14T12:00:00Z'),
    90 * 1_440 - 60,
  ],
  'a year has both, and 365 days': [
    domain5,
    minutesOf('1Y', 'Europe/Berlin', '2026-05-01T00:00:00Z'),
    525_600,
  ],
  'the budget is exhausted in remaining ÷ (burn ÷ W)': [
    domain5,
    forecast(0.5, 10, 30 * days),
    { kind: 'exhausted-in', seconds: 129_600 },
  ],
  'percentiles come from merged histograms: one slow answer of a hundred is the maximum, and no part of the p99':
    [
      `DDSketch (VLDB 2019); ${domain5}`,
      [0.5, 0.99, 1].map((q) => Math.round((quantile(slowAndFast(), q) ?? 0) / 10)),
      [1, 1, 100],
    ],
  'one probe a second, 30 days, 99.9%: 2,592 failures are the budget': [
    domain6,
    consumed(2_592, 0.999, month),
    1,
  ],
  '30 failed probes are 1.157% of it': [domain6, (consumed(30, 0.999, month) * 100).toFixed(3), '1.157'],
  'a kill costs the same on the first day and on the thirtieth': [
    domain6,
    [1, 30].map(
      (day) =>
        sloStatus({
          slo: sampleSlo(),
          counts: { good: day * 86_400 - 30, total: day * 86_400 },
          nowMs,
          expected: { basis: 'window', ratePerSecond: 1, measuredSinceMs: nowMs - day * days * 1_000 },
          isCovered: true,
        }).consumed,
    ),
    [30 / 2_592, 30 / 2_592],
  ],
  'spend is max(0, bad − b₀ · N) ÷ (B · N_window)': [
    domain6,
    [
      excessBad({ good: 570, total: 600 }, { good: 594, total: 600 }),
      excessBad({ good: 600, total: 600 }, { good: 594, total: 600 }),
    ],
    [24, 0],
  ],
  'overlapping windows share, and attributed + unattributed = total': [
    domain6,
    [
      attribution.byExperiment.map(({ bad }) => bad),
      attribution.chaos + attribution.unattributed,
      attribution.bad,
    ],
    [[5, 6], 13, 13],
  ],
  'total = chaos + unplanned + unexplained': [
    'issue 4, item 4',
    attribution.chaos + (attribution.unplanned ?? 0) + attribution.unexplained,
    attribution.bad,
  ],
  'the expected spend of the next kill is the p95 of past spends, a guess without any': [
    domain6,
    [
      expectedSpend(
        Array.from({ length: 20 }, (_, index) => index / 100),
        0.01,
      ),
      expectedSpend([], 0.01),
    ],
    [0.18, 0.01],
  ],
  'Wilson: 300 of 300 → [98.74%, 100%]': [
    'Wilson, JASA 22 (1927); domain.md §7',
    interval(300, 300),
    '[98.74%, 100.00%]',
  ],
  'Wilson: 298 of 300 → [97.60%, 99.82%]': [
    `Wilson, JASA 22 (1927); ${domain7}`,
    interval(298, 300),
    '[97.60%, 99.82%]',
  ],
  '3,838 good probes in a row are needed before the lower bound reaches 99.9%': [
    domain7,
    [3_837, 3_838].map((total) => verdictOf(wilsonInterval({ good: total, total }), 0.999)),
    ['not-yet-provable', 'met'],
  ],
  'lower ≥ objective → met; upper < objective → missed; else not yet provable': [
    domain7,
    [
      { low: 0.999, high: 1 },
      { low: 0.9, high: 0.9989 },
      { low: 0.9, high: 0.999 },
    ].map((bounds) => verdictOf(bounds, 0.999)),
    ['met', 'missed', 'not-yet-provable'],
  ],
  '0 of 30 kills failed → at most 9.5%': [
    `Clopper and Pearson, Biometrika 26 (1934); ${domain7}`,
    ((upperBound(0, 30) ?? 0) * 100).toFixed(1),
    '9.5',
  ],
};

describe('the formulas of domain.md §5–7', () => {
  it.each(
    Object.entries(formulas).map(([sentence, [source, value, expected]]) => ({
      sentence,
      source,
      value,
      expected,
    })),
  )('$sentence ($source)', ({ value, expected }) => {
    expect(value).toEqual(expected);
  });
});
