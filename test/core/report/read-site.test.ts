/** What a site shows of experiments: their rows, and what was measured around them. */
import type { ExperimentEvidence } from '@garbageday/core/report/experiment-evidence.ts';
import { readSite, recordedPeriod } from '@garbageday/core/report/read-site.ts';
import { dayMs, minuteMs } from '@garbageday/core/time/durations.ts';
import { describe, expect, it } from 'vitest';
import { experimentPlan, impact, lever, targetRecord } from '../../fakes/experiment.ts';
import { filledLedger, killTransitions, lossAt, minute, states } from '../../fakes/minutes.ts';
import { hour, probeMinutes, request, tenAMinute } from './four-hours.ts';

async function evidenceOf(ledger: ReturnType<typeof filledLedger>): Promise<readonly ExperimentEvidence[]> {
  const site = await readSite(await ledger, request());
  const all: ExperimentEvidence[] = [];
  for await (const evidence of site.evidence()) all.push(evidence);
  expect(all.map(({ outcome }) => outcome.plan.id)).toEqual(site.past.map(({ outcome }) => outcome.plan.id));
  return all;
}

const kill = { id: 'kill-1', from: 180, to: 185, baseline: 10 };

describe('the evidence of an experiment', () => {
  it('has what was measured before, during and after, and the rows of the ledger', async () => {
    const slices = probeMinutes({ 175: 1, 181: 4, 190: 2 });
    const [evidence] = await evidenceOf(filledLedger(slices, killTransitions(kill)));
    const { before, during, after, points, journey } = evidence?.phases ?? {};
    expect(journey).toBe('probe');
    expect([before, during, after]).toMatchObject([
      { fromMs: 170 * minuteMs, toMs: 180 * minuteMs, slices: 10, coverage: 1, sent: 100, bad: 1 },
      { fromMs: 180 * minuteMs, toMs: 185 * minuteMs, slices: 5, sent: 50, bad: 4, errors: [['reset', 4]] },
      { fromMs: 185 * minuteMs, toMs: 195 * minuteMs, slices: 10, sent: 100, bad: 2 },
    ]);
    expect(during?.latency?.p50).toBeCloseTo(5, 0);
    expect(points).toHaveLength(25);
    expect(points?.[11]).toMatchObject({ atMs: 181 * minuteMs, total: 10, bad: 4 });
    expect(evidence?.transitions.map(({ state }) => state.kind).join(' ')).toBe(
      'drawn claimed baseline injected recovering completed',
    );
    expect(evidence?.losses).toBeNull();
  });

  it('leaves the impact of another experiment out of before and after', async () => {
    const other = { id: 'kill-2', from: 187, to: 190 };
    const slices = probeMinutes({ 188: 5 });
    const [first, second] = await evidenceOf(
      filledLedger(slices, [...killTransitions(kill), ...killTransitions(other)]),
    );
    expect(first?.phases?.after).toMatchObject({ slices: 7, bad: 0 });
    expect(second?.phases?.during).toMatchObject({ slices: 3, bad: 5 });
    expect(second?.phases?.before).toMatchObject({ slices: 2, bad: 0 });
  });

  it('is empty where the slices are no longer kept', async () => {
    const [evidence] = await evidenceOf(filledLedger([minute(239)], killTransitions(kill)));
    expect(evidence?.phases?.during).toMatchObject({ slices: 0, coverage: 0, sent: 0, latency: null });
  });

  it('has the instances that others lost meanwhile, and not its own', async () => {
    const losses = [
      lossAt('i-other', 181, 183),
      lossAt(targetRecord.instanceId, 180, 183),
      lossAt('i-late', 186, 188),
    ];
    const [evidence] = await evidenceOf(filledLedger(probeMinutes(), killTransitions(kill), losses));
    expect(evidence?.losses?.map(({ instanceId }) => instanceId)).toEqual(['i-other']);
  });

  it('measures nothing of one that was refused, or aborted before the fault', async () => {
    const refusal = { reason: 'cooldown' as const, detail: 'too soon', numbers: {} };
    const refused = states('refused', 190 * minuteMs, [
      { kind: 'drawn', plan: experimentPlan({ id: 'refused' }) },
      { kind: 'refused', refusal },
    ]);
    const aborted = states('aborted', 195 * minuteMs, [
      { kind: 'drawn', plan: experimentPlan({ id: 'aborted' }) },
      { kind: 'aborted', reason: lever, impact: null },
    ]);
    const all = await evidenceOf(filledLedger(probeMinutes(), [...refused, ...aborted]));
    expect(all).toMatchObject([
      { phases: null, losses: null },
      { phases: null, losses: null },
    ]);
  });

  it('measures what was aborted after the fault, even where no target is recorded', async () => {
    const window = { fromMs: 190 * minuteMs, toMs: 192 * minuteMs };
    const aborted = states('aborted', 190 * minuteMs, [
      { kind: 'drawn', plan: experimentPlan({ id: 'aborted' }) },
      { kind: 'injected', injectedAtMs: window.fromMs },
      { kind: 'aborted', reason: lever, impact: impact(window) },
    ]);
    const [evidence] = await evidenceOf(filledLedger(probeMinutes(), aborted, [lossAt('i-other', 191, 193)]));
    expect(evidence?.phases?.before).toMatchObject({ slices: 0, sent: 0 });
    expect(evidence?.phases?.during).toMatchObject({ slices: 2, sent: 20 });
    expect(evidence?.losses).toHaveLength(1);
  });

  it('does not say that nothing was lost before losses were recorded', async () => {
    const ledger = await filledLedger(probeMinutes(), killTransitions(kill));
    await ledger.watchLosses(200 * minuteMs);
    const [evidence] = await evidenceOf(Promise.resolve(ledger));
    expect(evidence?.losses).toBeNull();
  });

  it('is of the period alone', async () => {
    const earlier = { id: 'kill-0', from: 60, to: 65 };
    const all = await evidenceOf(
      filledLedger(probeMinutes(), [...killTransitions(earlier), ...killTransitions(kill)]),
    );
    expect(all.map(({ outcome }) => outcome.plan.id)).toEqual(['kill-1']);
  });
});

describe('recordedPeriod', () => {
  const toMs = 4 * hour * minuteMs;

  it.each([
    ['its first slice', [minute(7), minute(9)], [], 7],
    ['its first experiment', [minute(190)], killTransitions(kill), 180],
  ] as const)('begins with %s', async (_, slices, transitions, since) => {
    const ledger = await filledLedger(slices, transitions);
    expect(await recordedPeriod(ledger, tenAMinute, toMs)).toEqual({ fromMs: since * minuteMs, toMs });
  });

  it('is the last day of a ledger that holds nothing', async () => {
    expect(await recordedPeriod(await filledLedger([]), tenAMinute, toMs)).toEqual({
      fromMs: toMs - dayMs,
      toMs,
    });
  });
});
