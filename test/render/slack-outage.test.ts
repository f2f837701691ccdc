import type { AlertChange } from '@garbageday/render/slack/alert-change.ts';
import { bareFrame, type Frame } from '@garbageday/render/slack/frame.ts';
import { type Outage, outageMessage } from '@garbageday/render/slack/outage-message.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultsOf } from '../fixtures/slack/check-message.ts';
import { anyText } from './arbitrary-report.ts';

const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const positive = fc.double({ min: 0, noNaN: true, noDefaultInfinity: true });
const epoch = fc.integer({ min: 0, max: 4_102_444_800_000 });
function orNull<T>(of: fc.Arbitrary<T>) {
  return fc.option(of, { nil: null });
}
const severity = fc.constantFrom('page' as const, 'ticket' as const);
const seconds = fc.constantFrom(300, 3_600, 86_400);

const anyChange: fc.Arbitrary<AlertChange> = fc.record({
  ...{
    service: anyText,
    slo: anyText,
    severity,
    state: fc.constantFrom('firing' as const, 'resolved' as const),
  },
  ...{ atMs: epoch, burn: orNull(positive), remaining: orNull(number), exhaustedInSeconds: orNull(positive) },
  ...{ note: orNull(anyText), objective: orNull(fc.double({ min: 0.001, max: 0.999, noNaN: true })) },
  ...{ window: orNull(anyText), ringing: fc.constant(null) },
  rule: orNull(
    fc.record({
      longSeconds: seconds,
      shortSeconds: seconds,
      factor: positive,
      long: orNull(positive),
      short: orNull(positive),
    }),
  ),
});

const anyOutage: fc.Arbitrary<Outage> = fc.record({
  sinceMs: epoch,
  changes: fc.array(anyChange, { minLength: 1, maxLength: 60 }),
});

const frame: Frame = {
  stage: 'dev',
  links: {
    dashboard: 'https://dash.example.com/{stage}',
    report: 'https://reports.example.com/{stage}',
    runbook: 'https://wiki.example.com/burning',
  },
  mention: { page: 'S0123ABCDEF', ticket: 'U0123ABCDEF' },
};

const sinceMs = Date.UTC(2026, 10, 24, 9);

function change(changes: Partial<AlertChange> = {}): AlertChange {
  return {
    ...{ service: 'wordcount', slo: 'journey', severity: 'page', state: 'firing', atMs: sinceMs + 840_000 },
    ...{ burn: 14.6, remaining: 0.82, exhaustedInSeconds: 147_000, note: null, ringing: null },
    ...{ objective: 0.999, window: '30d' },
    rule: { longSeconds: 3_600, shortSeconds: 300, factor: 14.4, long: 14.6, short: 16.2 },
    ...changes,
  };
}

function linesOf(changes: readonly AlertChange[], to: Frame = frame): readonly string[] {
  return outageMessage({ sinceMs, changes }, to).blocks.flatMap((block) => {
    if (block.type === 'section') return block.text.text.split('\n');
    return block.type === 'context' ? block.elements.map(({ text }) => text) : [];
  });
}

describe('an outage in Slack', () => {
  it('keeps every limit, whatever is in it', () => {
    fc.assert(
      fc.property(anyOutage, (outage) => {
        const message = outageMessage(outage, frame);
        expect(faultsOf({ ...message })).toEqual([]);
        expect(JSON.stringify(message.blocks).length).toBeLessThanOrEqual(10_000);
        expect(JSON.stringify(message)).not.toMatch(/NaN|Infinity|undefined|null/);
      }),
    );
  });

  it('says objective, window, threshold and both burn rates, what is left, and how long that lasts', () => {
    expect(linesOf([change({ note: 'Under way: the experiment web-1 (terminate of web).' })])).toEqual([
      '❌ *Act now: the error budget of journey burns at 14.6× the sustainable rate* <!subteam^S0123ABCDEF>',
      '❌ *journey* 99.9% over 30d: burns at 14.6× in 1h and 16.2× in 5m; this page alert fires above 14.4× in both.',
      '`████████░░` 82% of the budget left; at this rate nothing is left in 1 d 16 h.',
      'Under way: the experiment web-1 (terminate of web).',
      '*wordcount*, stage *dev* · <https://dash.example.com/dev|Dashboard> · <https://reports.example.com/dev|Report> · ' +
        '<https://wiki.example.com/burning|Runbook> · Burning since <!date^1795510800^{date_short_pretty} {time}|2026-11-24 09:00:00 UTC>, ' +
        'as of <!date^1795511640^{date_short_pretty} {time}|2026-11-24 09:14:00 UTC>',
    ]);
  });

  it('names the stage in the notification, and calls the one who is configured for the severity', () => {
    expect(outageMessage({ sinceMs, changes: [change({ severity: 'ticket' })] }, frame).text).toBe(
      '⚠️ dev: Look at it today: the error budget of journey burns at 14.6× the sustainable rate <@U0123ABCDEF>',
    );
    expect(outageMessage({ sinceMs, changes: [change({ state: 'resolved' })] }, frame).text).toBe(
      '✅ dev: Resolved: the error budget of journey no longer burns, after 14 min',
    );
  });

  it.each([
    [
      'overspent',
      { remaining: -0.1, exhaustedInSeconds: 0 },
      '`░░░░░░░░░░` −10% of the budget left: it is overspent.',
    ],
    [
      'exactly spent',
      { remaining: 0, exhaustedInSeconds: 0 },
      '`░░░░░░░░░░` 0% of the budget left: it is exactly spent; one more failure misses the objective.',
    ],
    ['lasting', { exhaustedInSeconds: null }, '`████████░░` 82% of the budget left.'],
  ])('tells a budget that is %s', (_, changes, text) => {
    expect(linesOf([change(changes)])[2]).toBe(text);
  });

  it('says so where the burn could not be read', () => {
    const rule = { longSeconds: 3_600, shortSeconds: 300, factor: 14.4, long: null, short: null };
    const lines = linesOf(
      [change({ rule, burn: null, remaining: null, exhaustedInSeconds: null })],
      bareFrame,
    );
    expect(lines.slice(0, 2)).toEqual([
      '❌ *Act now: the error budget of journey burns*',
      '❌ *journey* 99.9% over 30d: burns; how fast in 1h and 5m could not be read; this page alert fires above 14.4× in both.',
    ]);
  });

  it('of forty objectives lists each in one line, pages before tickets, the least budget first', () => {
    const many = Array.from({ length: 40 }, (_, index) =>
      change({
        slo: `checkout step ${index}: availability`,
        severity: index < 2 ? 'ticket' : 'page',
        remaining: 1 - index / 20,
      }),
    );
    const lines = linesOf(many);
    expect(lines[0]).toBe(
      '❌ *Act now: 40 error budgets burn, that of checkout step 39: availability at 14.6× the sustainable rate* <!subteam^S0123ABCDEF>',
    );
    expect(lines[1]).toBe(
      '❌ *checkout step 39: availability* 99.9% over 30d: burns at 14.6× in 1h and 16.2× in 5m (fires above 14.4×), −95% of the budget left',
    );
    expect(lines.slice(1, 41).map((line) => line.split(' ')[0])).toEqual([
      ...Array.from({ length: 38 }, () => '❌'),
      ...['⚠️', '⚠️'],
    ]);
    expect(lines).toHaveLength(42);
  });

  it('counts an objective once that pages and has a ticket', () => {
    const lines = linesOf([change({ severity: 'ticket' }), change()]);
    expect(lines.filter((line) => line.includes('*journey*'))).toHaveLength(1);
  });

  it('says which have ended while others burn, and which were burning when all is over', () => {
    const ended = change({ slo: 'latency', state: 'resolved' });
    expect(linesOf([change(), ended])).toContain('✅ No longer burning: latency');
    const over = linesOf([change({ state: 'resolved' }), ended]);
    expect(over[0]).toBe('✅ *Resolved: none of the 2 error budgets burns any more, after 14 min*');
    expect(over[1]).toBe('Was burning: journey, latency');
    expect(over[2]).toMatch(/Burned from <!date/);
  });

  it('is kept as an example to paste into the Block Kit Builder', async () => {
    const { blocks } = outageMessage(
      {
        sinceMs,
        changes: [
          change({ note: 'Under way: the experiment data-2026-11-24 (terminate of data).' }),
          change({
            slo: 'checkout',
            severity: 'page',
            remaining: -0.04,
            exhaustedInSeconds: 0,
            objective: 0.9995,
          }),
          change({ slo: 'latency', state: 'resolved' }),
        ],
      },
      frame,
    );
    await expect(`${JSON.stringify({ blocks }, null, 2)}\n`).toMatchFileSnapshot(
      '../../examples/slack/alert.json',
    );
  });
});
