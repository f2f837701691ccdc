import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ran } from './run.ts';
import { evaluate, ndjson, specOf } from './slo-files.ts';
import { schemaErrors } from './slo-schema.ts';

const errorsOf = schemaErrors('slo-eval');

const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia');
const window = fc.oneof(
  fc
    .constantFrom('1m', '30m', '12h', '1d', '7d', '28d', '30d', '400d')
    .map((text) => `{ duration: ${text}, isRolling: true }`),
  fc
    .tuple(
      fc.constantFrom(
        ['1d', '2026-01-01'],
        ['1w', '2026-01-05'],
        ['1M', '2026-01-01'],
        ['1Q', '2026-01-01'],
        ['1Y', '2026-01-01'],
      ),
      zone,
    )
    .map(
      ([[duration, date], timeZone]) =>
        `{ duration: ${duration}, calendar: { startTime: ${date} 00:00:00, timeZone: ${timeZone} } }`,
    ),
);
const method = fc.oneof(
  fc.constant({ method: 'Occurrences', timeSlices: '' }),
  fc
    .tuple(fc.constantFrom('1m', '5m', '1h'), fc.double({ min: 1e-9, max: 1, noNaN: true }))
    .map(([length, target]) => ({
      method: 'Timeslices',
      timeSlices: `timeSliceTarget: ${target}\n      timeSliceWindow: ${length}`,
    })),
  fc.constantFrom('1m', '5m', '1h').map((length) => ({
    method: 'RatioTimeslices',
    timeSlices: `timeSliceWindow: ${length}`,
  })),
);
const target = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.constantFrom(
    0.5,
    0.95,
    0.99,
    0.999,
    0.9999,
    0.999999999999,
    1e-12,
    Number.MIN_VALUE,
    1 - Number.EPSILON,
  ),
);
const spec = fc
  .record({ target, window, budgeting: method })
  .map(({ budgeting, ...rest }) => specOf({ ...rest, ...budgeting }));

const atMs = Date.UTC(2026, 10, 15, 12);
const count = fc.oneof(fc.constantFrom(0, 1, 2, 3, 1_000_000_000), fc.nat(1_000));
const slice = fc
  .record({ before: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.nat(500_000)), good: count, bad: count })
  .map(({ before, good, bad }) => ({
    minute: `${new Date(atMs - before * 60_000).toISOString().slice(0, 16)}Z`,
    good,
    total: Math.min(1_000_000_000, good + bad),
  }));
const slices = fc.uniqueArray(slice, { selector: ({ minute }) => minute, maxLength: 40 }).map(ndjson);

const alert = fc.record({
  severity: fc.constantFrom('page', 'ticket'),
  factor: fc.oneof(fc.double({ min: 1e-9, max: 20, noNaN: true }), fc.constantFrom(1e-300, 1e300)),
  long: fc.constantFrom('1m', '1h', '3d'),
  short: fc.constant('1m'),
});

const options = fc.oneof(
  fc.constant({ files: {}, options: [] as string[] }),
  fc.constantFrom('1m', '7d', '400d').map((period) => ({ files: {}, options: ['--period', period] })),
  fc.array(alert, { maxLength: 3 }).map((alerts) => ({
    files: { 'alerts.json': JSON.stringify(alerts) },
    options: ['--alerts', 'alerts.json'],
  })),
);

const noNumber = /NaN|Infinity|undefined|\[object/;

/** Numbers are finite, and the document is the one that the schema describes. */
function expectSane(ran: Ran): void {
  expect([0, 2]).toContain(ran.code);
  expect(noNumber.exec(ran.stdout + ran.stderr)?.input ?? '').toBe('');
  if (ran.code === 2) return;
  const document = JSON.parse(ran.stdout);
  expect(errorsOf(document)).toEqual([]);
  for (const { consumed, remaining, good, total, sli, interval, exhaustedInSeconds } of document.objectives) {
    // JSON would write Infinity as null, which has to mean no data.
    expect([sli === null, interval === null]).toEqual([total === 0, total === 0]);
    if (remaining <= 0) expect(exhaustedInSeconds).toBe(0);
    if (consumed > 0 && remaining > 0 && exhaustedInSeconds !== null)
      expect(exhaustedInSeconds).toBeGreaterThan(0);
    expect(consumed + remaining).toBeCloseTo(1, Math.max(0, 9 - Math.ceil(Math.log10(consumed + 1))));
    expect(good).toBeLessThanOrEqual(total + 1e-9);
  }
}

const now = '2026-11-15T12:00Z';

describe('slo eval', () => {
  it('prints finite numbers whatever the objective and the slices are', async () => {
    const codes = new Set<number>();
    await fc.assert(
      fc.asyncProperty(spec, slices, options, async (text, lines, extra) => {
        const whole = { spec: text, slices: lines, now, files: extra.files };
        const ran = await evaluate({ ...whole, options: ['--json', ...extra.options] });
        codes.add(ran.code);
        expectSane(ran);
        const read = await evaluate({ ...whole, options: extra.options });
        expect(read.code).toBe(ran.code);
        expect(noNumber.exec(read.stdout + read.stderr)?.input ?? '').toBe('');
      }),
      { numRuns: 120 },
    );
    // Both ends have been seen, or the property says nothing.
    expect([...codes].sort()).toEqual([0, 2]);
  }, 60_000);

  it('ends with one line and code 2 whatever else is in the slices', async () => {
    const junk = fc.oneof(
      fc.json(),
      fc.string(),
      fc.record({ minute: fc.anything(), good: fc.anything(), total: fc.anything() }).map((value) => {
        try {
          return JSON.stringify(value) ?? '';
        } catch {
          return '{}';
        }
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(junk, { minLength: 1, maxLength: 5 }), async (lines) => {
        const ran = await evaluate({ spec: specOf(), slices: lines.join('\n'), now });
        expect([0, 2]).toContain(ran.code);
        if (ran.code === 2) expect(ran.stderr).toMatch(/^garbageday: slices\.ndjson:\d+: [^\n]+\n$/);
      }),
      { numRuns: 120 },
    );
  }, 60_000);
});
