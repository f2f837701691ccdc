import type { ExperimentState } from '@garbageday/core/chaos/experiment.ts';
import { refusalReasons } from '@garbageday/core/chaos/refusal.ts';
import type { ChaosEvent } from '@garbageday/core/ports.ts';
import type { AlertChange } from '@garbageday/render/slack/alert-change.ts';
import { alertMessage } from '@garbageday/render/slack/alert-message.ts';
import { line, list } from '@garbageday/render/slack/blocks.ts';
import { dayMessage, experimentMessage } from '@garbageday/render/slack/experiment-message.ts';
import { textBar } from '@garbageday/render/slack/signs.ts';
import { clipEscaped, clipPlain } from '@garbageday/render/slack/slack-text.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultsOf } from '../fixtures/slack/check-message.ts';
import { anyText } from './arbitrary-report.ts';
import { sampleImpact, samplePlan, sampleTarget } from './sample-report.ts';

const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const epoch = fc.integer({ min: 0, max: 4_102_444_800_000 });

const anyAlert: fc.Arbitrary<AlertChange> = fc.record({
  service: anyText,
  slo: anyText,
  severity: fc.constantFrom('page' as const, 'ticket' as const),
  state: fc.constantFrom('firing' as const, 'resolved' as const),
  atMs: epoch,
  burn: fc.option(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), { nil: null }),
  remaining: fc.option(number, { nil: null }),
  exhaustedInSeconds: fc.option(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), { nil: null }),
  note: fc.option(anyText, { nil: null }),
});

const anyState: fc.Arbitrary<ExperimentState> = fc.oneof(
  anyText.map((slot) => ({ kind: 'claimed' as const, target: sampleTarget(slot, slot) })),
  fc.record({
    kind: fc.constant('refused' as const),
    refusal: fc.record({
      reason: fc.constantFrom(...refusalReasons),
      detail: anyText,
      numbers: fc.constant({}),
    }),
  }),
  fc.record({
    kind: fc.constant('completed' as const),
    impact: number.map((budgetSpent) => sampleImpact(1, { budgetSpent })),
    judgement: fc.record({
      verdict: fc.constantFrom('pass' as const, 'fail' as const, 'inconclusive' as const),
      reasons: fc.array(anyText, { maxLength: 30 }),
    }),
  }),
  anyText.map((text) => ({
    ...{ kind: 'aborted' as const, impact: null },
    reason: { kind: 'lever' as const, text },
  })),
);

describe('messages in Slack', () => {
  it('of alerts keep every limit, whatever is in them', () => {
    fc.assert(
      fc.property(anyAlert, epoch, (change, sinceMs) => {
        const message = alertMessage(change, sinceMs);
        expect(faultsOf({ ...message })).toEqual([]);
        expect(JSON.stringify(message)).not.toMatch(/NaN|Infinity|undefined|null/);
      }),
    );
  });

  it('of experiments keep every limit, whatever is in them', () => {
    fc.assert(
      fc.property(anyState, anyText, epoch, (state, id, atMs) => {
        const plan = { ...samplePlan(id, id, 'terminate', 0) };
        const transition = { experimentId: id, seq: 1, atMs, state };
        const message = experimentMessage({ kind: 'transition', plan, transition });
        expect(message).not.toBeNull();
        expect(faultsOf({ ...message })).toEqual([]);
      }),
    );
  });

  it('of the day and of the lever keep every limit', () => {
    const lever: ChaosEvent = {
      kind: 'lever',
      position: { kind: 'halted', reason: '<!channel> & co.', sinceMs: 0 },
      atMs: 0,
    };
    for (const message of [dayMessage('2026-11-24'), experimentMessage(lever)])
      expect(faultsOf({ ...message })).toEqual([]);
  });

  it('an alert says how fast, how much is left, and how long that lasts', () => {
    const change: AlertChange = {
      ...{ service: 'wordcount', slo: 'journey', severity: 'page', state: 'firing' },
      ...{
        atMs: 0,
        burn: 14.6,
        remaining: 0.82,
        exhaustedInSeconds: 147_000,
        note: 'web-b is being killed.',
      },
    };
    const [block] = alertMessage(change, 0).blocks;
    expect(block).toMatchObject({
      text: {
        text: [
          '❌ *Act now: the error budget of journey burns at 14.6× the sustainable rate*',
          '`████████░░` 82% of the budget left',
          'At this rate nothing is left in 1 d 16 h.',
          'web-b is being killed.',
        ].join('\n'),
      },
    });
    const [spent] = alertMessage({ ...change, remaining: -0.1, exhaustedInSeconds: 0 }, 0).blocks;
    expect(JSON.stringify(spent)).toContain('The budget is overspent.');
    const [exactly] = alertMessage({ ...change, remaining: 0, exhaustedInSeconds: 0 }, 0).blocks;
    expect(JSON.stringify(exactly)).toContain('The budget is exactly spent;');
    expect(JSON.stringify(exactly)).not.toContain('overspent');
  });
});

describe('an example to paste into the Block Kit Builder', () => {
  const { failed, burning } = { failed: failedKill(), burning: burningBudget() };

  it.each([
    ['alert.json', alertMessage(burning, burning.atMs - 840_000)],
    ['experiment.json', experimentMessage(failed)],
  ])('is kept up to date: %s', async (name, message) => {
    const file = `../../examples/slack/${name}`;
    await expect(`${JSON.stringify({ blocks: message?.blocks }, null, 2)}\n`).toMatchFileSnapshot(file);
  });
});

function burningBudget(): AlertChange {
  return {
    ...{ service: 'wordcount', slo: 'journey', severity: 'page', state: 'firing' },
    atMs: Date.UTC(2026, 10, 24, 9, 14),
    ...{ burn: 14.6, remaining: 0.82, exhaustedInSeconds: 147_000 },
    note: 'An experiment runs: terminate of the data primary, data-a, since 09:02.',
  };
}

function failedKill(): ChaosEvent {
  const plan = samplePlan('data/2026-11-23', 'data', 'terminate', 0);
  const impact = sampleImpact(0, { probes: { sent: 94, bad: 7 }, recoverMs: 8_204, budgetSpent: 0.0027 });
  const reasons = ['7 of 94 probes failed (7 status-5xx); the limit is 0.'];
  const state = { kind: 'completed', impact, judgement: { verdict: 'fail', reasons } } as const;
  const transition = { experimentId: plan.id, seq: 6, atMs: Date.UTC(2026, 10, 23, 13, 4), state };
  return { kind: 'transition', plan, transition };
}

describe('text for Slack', () => {
  it.each([
    ['escapes its three characters', 'a & b < c > d "e"', 99, 'a &amp; b &lt; c &gt; d "e"'],
    ['makes no mark of a name', '*a* ~b~ `c` _d_', 99, '∗a∗ ∼b∼ ˋcˋ ˍdˍ'],
    ['leaves an underscore within a word', 'my_slo_1 and _x', 99, 'my_slo_1 and ˍx'],
    ['makes no picture of a name', 'web:fire: :+1: :100:', 99, 'web∶fire: ∶+1: ∶100:'],
    ['leaves times and places', '09:30:00 in a:b at x::y', 99, '09:30:00 in a:b at x::y'],
    ['makes no picture where it is cut either', ':fire: and more', 9, '∶fire: a…'],
    ['escapes what looks like an entity', '&amp;', 99, '&amp;amp;'],
    ['is cut before an entity that does not fit', 'ab&cd', 7, 'ab…'],
    ['is cut before a thumb whose colour does not fit', 'a👍🏽b', 4, 'a…'],
    ['is left whole when it just fits', 'ab&', 7, 'ab&amp;'],
    ['has no line breaks and control characters', 'a\nb\u0000c\u202e', 99, 'a b c '],
  ])('%s', (_, text, most, written) => {
    expect(clipEscaped(text, most)).toBe(written);
  });

  it('never is longer than it may be, nor ends in half an entity or half a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.integer({ min: 1, max: 40 }),
        (text, most) => {
          for (const written of [clipEscaped(text, most), clipPlain(text, most)]) {
            expect(written.length).toBeLessThanOrEqual(most);
            expect(written.isWellFormed()).toBe(true);
          }
          expect(clipEscaped(text, most)).not.toMatch(/&(?!(amp|lt|gt);)|[<>]/);
        },
      ),
    );
  });

  it.each([
    [-3, '░░░░░░░░░░'],
    [0, '░░░░░░░░░░'],
    [0.001, '█░░░░░░░░░'],
    [0.5, '█████░░░░░'],
    [0.999, '█████████░'],
    [1, '██████████'],
    [7, '██████████'],
  ])('a bar of %d is %s', (share, bar) => {
    expect(textBar(share)).toBe(bar);
  });

  it('a line clips its longest value and leaves the short ones', () => {
    const { markup } = line`*${'web'}*: ${'x'.repeat(2_000)} (${'why'})`;
    expect(markup).toMatch(/^\*web\*: x+… \(why\)$/);
    expect(markup.length).toBeLessThanOrEqual(500);
  });

  it('a list goes over to the next block between two entries', () => {
    const entries = Array.from({ length: 12 }, (_, index) => line`${String(index)} ${'x'.repeat(450)}`);
    const blocks = list('Many', entries, 11);
    expect(blocks.length).toBeGreaterThan(1);
    expect(faultsOf({ blocks })).toEqual([]);
    expect(JSON.stringify(blocks.at(-1))).toContain('_and 1 more_');
  });
});
