/** The live view of the default configuration, at every width of a terminal that people use: nothing telling is cut. */

import { liveBudgets } from '@garbageday/cli/game-day/live-budgets.ts';
import { liveMeasurements } from '@garbageday/cli/game-day/live-metrics.ts';
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { gameDayTimes, planGameDay } from '@garbageday/core/chaos/game-day-plan.ts';
import type { LiveState } from '@garbageday/render/live/live-state.ts';
import { planLabel } from '@garbageday/render/narrate/fault-words.ts';
import { renderLiveView } from '@garbageday/render/terminal/live-view.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { withUsers } from '../fakes/live-journeys.ts';
import { sampleInstance, sampleLiveState } from '../render/sample-live-state.ts';

const configuration = parseConfiguration({}, 'the defaults');
const { groups } = configuration;
const launchedAtMs = (sampleLiveState.nowMs ?? 0) - 42_000;
const zones = ['a', 'b', 'c'];

const plans = planGameDay({
  ...{ ...gameDayTimes, seed: 'tuesday', runId: 'run', startAtMs: 0, durationMs: 600_000 },
  ...{ kills: 12, groups, mode: 'dry-run' },
});

const state: LiveState = {
  ...sampleLiveState,
  groups: groups.map(({ name, kind, desiredSize, requiredHealthy }) => ({
    ...{ name, kind, desiredSize, requiredHealthy, isRollingOut: false },
    instances: zones.slice(0, desiredSize).map((zone, index) =>
      sampleInstance(`${name}-${zone}`, {
        ...{ group: name, launchedAtMs, id: 'i-0123456789abcdef0' },
        role: kind !== 'data' ? 'none' : index === 1 ? 'primary' : 'secondary',
      }),
    ),
  })),
  budgets: liveBudgets(configuration, liveMeasurements(configuration).read(0), { nowMs: 0, bornMs: null }),
};

const anySize = fc.record({
  columns: fc.integer({ min: 80, max: 200 }),
  rows: fc.integer({ min: 24, max: 60 }),
});
const anyLever = fc.constantFrom<LiveState['lever']>(
  { kind: 'released' },
  { kind: 'halted', reason: 'customers are calling about the checkout', sinceMs: launchedAtMs },
);
/** Of each objective: whole, as long as a share gets, spent, and far overspent. */
const anyRemaining = fc.constantFrom(1, 0.999997, 0.99999999, 0.982, 0.000001, 0, -0.123456, -1_234_567.8);
const anyTrouble = fc.record({
  failed: fc.constantFrom(0, 12_345),
  retried: fc.constantFrom(0, 1_234),
  oldestWaitMs: fc.constantFrom(0, 12_300),
});

it('shows every column and the countdown at 80 to 200 columns', () => {
  const drawn = fc.record({
    size: anySize,
    lever: anyLever,
    trouble: anyTrouble,
    remaining: fc.array(anyRemaining, { minLength: state.budgets.length, maxLength: state.budgets.length }),
    done: fc.integer({ min: 0, max: 11 }),
    inMs: fc.integer({ min: 1_000, max: 86_400_000 }),
  });
  fc.assert(
    fc.property(drawn, ({ size: { columns, rows }, lever, trouble, remaining, done, inMs }) => {
      const labels = plans.map(planLabel);
      const kills = labels.slice(0, done).map((label) => ({ label, verdict: 'pass' as const }));
      const next = { inMs, label: labels[done] ?? '' };
      const budgets = state.budgets.map((budget, index) => ({ ...budget, remaining: remaining[index] ?? 1 }));
      const now = withUsers({ ...state, lever, kills, next, budgets }, trouble);
      const frame = renderLiveView(now, { columns, rows }, { colour: false });
      expect(frame).toMatch(
        lever.kind === 'halted' ? 'next on resume: ' : /next in \d+ (s|min|h|d)( \d+ \w+)?: /,
      );
      expect(frame).toContain(next.label.slice(0, 35));
      if (lever.kind === 'halted') expect(frame).toContain('until: garbageday resume');
      for (const { name, desiredSize: size } of groups)
        expect(frame).toMatch(new RegExp(`${name} +${size}/${size} `));
      expect(frame.match(/● \S*[abc] +(?:[PS] )? *i-0123\w* +42s/g)).toHaveLength(8);
      expect(frame).toMatch(/b +P i-0123\w* 42s/);
      for (const { name } of state.budgets) expect(frame).toMatch(new RegExp(`${name} [\\d.]+% .*% left`));
      expect(frame).toContain(`failed ${trouble.failed === 0 ? '0' : '12,345'}`);
      if (trouble.retried > 0) expect(frame).toContain('retried 1,234');
      if (trouble.oldestWaitMs > 0) expect(frame).toContain('unanswered for 12.3 s');
      expect(frame).toMatch(/ ✖ +✖? *kills/);
      // In a low terminal the banner and the trouble may take its line.
      if (rows > 30 || lever.kind === 'released') expect(frame).toContain(' Ctrl-C stops ');
    }),
  );
});

it('gives a wide terminal more to see: whole ids, and minutes of measurements', () => {
  const seconds = Array.from({ length: 160 }, () => ({ total: 200, bad: 0, p50Ms: 5, p99Ms: 90 }));
  const wide = renderLiveView(withUsers(state, { seconds }), { columns: 200, rows: 50 }, { colour: false });
  expect(wide).toContain('i-0123456789abcdef0');
  expect(wide).toMatch(/·{160}/);
});
