import type { ExperimentState } from '@garbageday/core/chaos/experiment.ts';
import { refusalReasons } from '@garbageday/core/chaos/refusal.ts';
import type { ChaosEvent } from '@garbageday/core/ports.ts';
import { line, list } from '@garbageday/render/slack/blocks.ts';
import { dayMessage, experimentMessage } from '@garbageday/render/slack/experiment-message.ts';
import { bareFrame, type Frame } from '@garbageday/render/slack/frame.ts';
import { textBar } from '@garbageday/render/slack/signs.ts';
import { clipEscaped, clipPlain } from '@garbageday/render/slack/slack-text.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultsOf } from '../fixtures/slack/check-message.ts';
import { anyText } from './arbitrary-report.ts';
import { sampleImpact, samplePlan, sampleTarget } from './sample-report.ts';

const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const epoch = fc.integer({ min: 0, max: 4_102_444_800_000 });

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

const frame: Frame = {
  stage: 'dev',
  links: {
    dashboard: 'https://dash.example.com/{stage}?a=1&b=2',
    report: null,
    runbook: 'https://wiki.example.com/{stage}',
  },
  mention: { page: 'S0123ABCDEF', ticket: null },
};

describe('messages in Slack', () => {
  it('of experiments keep every limit, whatever is in them', () => {
    fc.assert(
      fc.property(anyState, anyText, epoch, (state, id, atMs) => {
        const plan = { ...samplePlan(id, id, 'terminate', 0) };
        const transition = { experimentId: id, seq: 1, atMs, state };
        const message = experimentMessage({ kind: 'transition', plan, transition }, frame);
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
    for (const message of [dayMessage('2026-11-24', frame), experimentMessage(lever, frame)])
      expect(faultsOf({ ...message })).toEqual([]);
  });

  it("name the stage, link where the configuration says, and say when in the reader's time zone", () => {
    const message = experimentMessage(failedKill(), frame);
    expect(message?.text).toBe('❌ dev: Failed: termination of the data primary');
    expect(JSON.stringify(message?.blocks.at(-1))).toContain(
      'stage *dev* · <https://dash.example.com/dev?a=1&amp;b=2|Dashboard> · <https://wiki.example.com/dev|Runbook> · ' +
        '<!date^1795439040^{date_short_pretty} {time}|2026-11-23 13:04:00 UTC> · data · data/2026-11-23',
    );
    expect(faultsOf({ ...message })).toEqual([]);
  });

  it('announce what is promised in plain words', () => {
    const plan = samplePlan('web', 'web', 'terminate', 0);
    const state = { kind: 'claimed', target: sampleTarget('web-b', 'i-1') } as const;
    const event = {
      kind: 'transition',
      plan,
      transition: { experimentId: 'a', seq: 1, atMs: 0, state },
    } as const;
    expect(JSON.stringify(experimentMessage(event, bareFrame))).toContain(
      'Hypothesis: no probe fails, p99 stays within 1.50 s, users recover within 15 s.',
    );
  });
});

describe('an example to paste into the Block Kit Builder', () => {
  it.each([['experiment.json', experimentMessage(failedKill(), frame)]])(
    'is kept up to date: %s',
    async (name, message) => {
      const file = `../../examples/slack/${name}`;
      await expect(`${JSON.stringify({ blocks: message?.blocks }, null, 2)}\n`).toMatchFileSnapshot(file);
    },
  );
});

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
