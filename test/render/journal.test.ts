/** The mapping to Chaos Toolkit journals, rule by rule (domain.md §4; chaostoolkit.org/reference/api/journal). */
import { type AbortKind, abortKinds } from '@garbageday/core/chaos/abort-reason.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import { type Journal, toJournal, toJournals } from '@garbageday/render/journal/journal.ts';
import type { ActivityRun } from '@garbageday/render/journal/journal-activity.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyReport } from './arbitrary-report.ts';
import {
  sampleImpact,
  sampleKill,
  samplePlan,
  sampleReport,
  sampleTarget,
  startMs,
} from './sample-report.ts';
import { numbersOf } from './schema-checks.ts';
import { brokenReport } from './ugly-reports.ts';

const plan = samplePlan('web-1', 'web', 'terminate', 22);
const target = sampleTarget('web-b', 'i-0c1d4e7a');
function judged(verdict: 'pass' | 'fail' | 'inconclusive', changes: Parameters<typeof sampleImpact>[1] = {}) {
  return sampleKill(plan, target, sampleImpact(22, changes), { verdict, reasons: ['why'] });
}
function aborted(kind: AbortKind, text = 'a sentence'): ExperimentOutcome {
  return {
    ...{ kind: 'aborted', plan, target, atMs: startMs + 23_000, injectedAtMs: startMs + 22_000 },
    ...{ reason: { kind, text }, impact: sampleImpact(22) },
  };
}
/** Ended before the fault. */
function withheld(kind: AbortKind, text = 'a sentence'): ExperimentOutcome {
  return {
    ...{ kind: 'aborted', plan, target, atMs: startMs + 23_000, injectedAtMs: null },
    ...{ reason: { kind, text }, impact: null },
  };
}
const unfinished: ExperimentOutcome = {
  ...{ kind: 'unfinished', plan, target, state: 'recovering' },
  ...{ injectedAtMs: startMs + 22_000, atMs: startMs + 22_300 },
};
const refused: ExperimentOutcome = {
  ...{ kind: 'refused', plan, atMs: startMs + 22_000 },
  refusal: { reason: 'no-redundancy', detail: '2 of 3 healthy', numbers: { healthy: 2 } },
};
const dryRun: ExperimentOutcome = { kind: 'dry-run', plan, target, atMs: startMs + 22_000 };
function journalOf(outcome: ExperimentOutcome): Journal {
  return toJournal(sampleReport, outcome);
}

describe('the outcome in a journal', () => {
  it.each([
    ['a pass is completed', judged('pass'), 'completed', false],
    ['a failed hypothesis is completed and deviated', judged('fail'), 'completed', true],
    ['one that was not seen is failed, as after a crashed probe', judged('inconclusive'), 'failed', false],
    ['a pulled lever interrupts', aborted('lever'), 'interrupted', false],
    ['an operator who ends the run interrupts', aborted('operator'), 'interrupted', false],
    ['a stop condition aborts', aborted('alert'), 'aborted', false],
    ['a stop condition that could not be checked fails', aborted('check-failed'), 'failed', false],
    ['a lever before the fault interrupts', withheld('lever'), 'interrupted', false],
    ['a check that crashed before the fault fails', withheld('check-failed'), 'failed', false],
    ['a fault that could not be injected fails', withheld('not-injected'), 'failed', false],
    ['an alert before the fault is a gate that was not met', withheld('alert'), 'completed', false],
    ['another experiment is a gate that was not met', withheld('overlap'), 'completed', false],
    ['an old decision is a gate that was not met', withheld('stale-decision'), 'completed', false],
    ['whatever ran it is gone: aborted', aborted('abandoned'), 'aborted', false],
    ['without an end it is aborted', unfinished, 'aborted', false],
    ['a reason of the version before aborts', aborted('unspecified', 'safety lever'), 'aborted', false],
    [
      'words do not decide',
      withheld('not-injected', 'the operator of EC2 stopped it: safety lever interrupted'),
      'failed',
      false,
    ],
    ['a refusal is completed', refused, 'completed', false],
    ['a rehearsal is completed', dryRun, 'completed', false],
  ] as const)('%s', (_, outcome, status, deviated) => {
    expect(journalOf(outcome)).toMatchObject({ status, deviated });
  });

  it('of a refusal ran nothing, and has its reason in a key of its own', () => {
    expect(journalOf(refused)).toMatchObject({
      ...{ run: [], rollbacks: [], steady_states: { before: null, after: null, during: [] } },
      garbageday: {
        outcome: 'refused',
        refusal: { reason: 'no-redundancy', detail: '2 of 3 healthy' },
        target: null,
      },
    });
  });

  it('of a kill ran it and undid it, at their times', () => {
    const journal = journalOf(judged('pass'));
    expect(journal).toMatchObject({
      ...{ start: '2026-11-23T15:43:34.006Z', end: '2026-11-23T15:43:42.206Z', duration: 8.2 },
      ...{ node: 'wordcount', 'chaoslib-version': '1.44.0' },
    });
    expect(journal.run).toMatchObject([
      { output: 'i-0c1d4e7a', status: 'succeeded', start: journal.start, duration: 0.203 },
    ]);
    expect(journal.rollbacks).toMatchObject([{ status: 'succeeded', start: journal.end, duration: 0 }]);
  });

  it('of a rehearsal ran dry, and undid nothing', () => {
    const { run, rollbacks } = journalOf(dryRun);
    expect(run).toMatchObject([{ activity: { dry: 'actions' }, output: null }]);
    expect(rollbacks).toEqual([]);
  });

  it('of what was withheld ran nothing', () => {
    for (const kind of abortKinds.filter((one) => one !== 'not-injected')) {
      expect(journalOf(withheld(kind))).toMatchObject({ run: [], rollbacks: [] });
    }
  });

  it.each([
    ['alert', 'already-burning'],
    ['overlap', 'overlapping-experiment'],
    ['stale-decision', 'stale-decision'],
  ] as const)('of %s at the last look has the refusal in the extra key', (kind, reason) => {
    expect(journalOf(withheld(kind, 'why')).garbageday).toMatchObject({
      ...{ outcome: 'aborted', abort: kind },
      refusal: { reason, detail: 'why' },
    });
    expect(journalOf(aborted(kind, 'why')).garbageday.refusal).toBeNull();
  });

  it('of a fault that could not be injected has an action that failed, and why', () => {
    const { run, rollbacks } = journalOf(withheld('not-injected', 'no such process'));
    expect(run).toMatchObject([{ status: 'failed', exception: ['no such process'], output: null }]);
    expect(rollbacks).toEqual([]);
  });

  it('of what was injected and not measured ran it', () => {
    expect(journalOf(unfinished).run).toMatchObject([{ status: 'succeeded', output: 'i-0c1d4e7a' }]);
  });
});

describe('the steady state in a journal', () => {
  it('was met before, and after a pass', () => {
    const { before, after } = journalOf(judged('pass')).steady_states;
    expect(before).toMatchObject({ steady_state_met: true, probes: [{ output: 14.3, tolerance_met: true }] });
    expect(after?.steady_state_met).toBe(true);
    expect(after?.probes.map(({ output, tolerance_met }) => [output, tolerance_met])).toEqual([
      [0, true],
      [18.4, true],
      [1_912.8, true],
    ]);
  });

  it('says which probe left its tolerance', () => {
    const { after } = journalOf(
      judged('fail', { probes: { sent: 82, bad: 3 }, replaceMs: null }),
    ).steady_states;
    expect(after?.steady_state_met).toBe(false);
    expect(after?.probes.map(({ output, tolerance_met }) => [output, tolerance_met])).toEqual([
      [3, false],
      [18.4, true],
      [null, false],
    ]);
  });

  it('compares before it rounds', () => {
    const impact = { latencyMs: { baseline: null, impact: { p50: 1, p95: 1, p99: 1_500.04 } } };
    const { before, after } = journalOf(judged('fail', impact)).steady_states;
    expect(before).toBeNull();
    expect(after?.probes[1]).toMatchObject({ output: 1_500, tolerance_met: false });
  });

  it('of one that was not seen is a probe that crashed', () => {
    expect(journalOf(judged('inconclusive')).steady_states.after).toMatchObject({
      steady_state_met: false,
      probes: [{ status: 'failed', exception: ['why'], tolerance_met: false, output: null }],
    });
  });

  it('after an aborted one was never asked', () => {
    expect(journalOf(aborted('lever')).steady_states).toMatchObject({
      before: { steady_state_met: true },
      after: null,
    });
  });
});

/** What the specification demands of a journal, and of each activity. */
function expectJournal(journal: Journal): void {
  const { experiment, steady_states: states, run, rollbacks } = journal;
  expect(['completed', 'failed', 'aborted', 'interrupted']).toContain(journal.status);
  expect([journal.start, journal.end].every((time) => new Date(time).toISOString() === time)).toBe(true);
  expect(journal.duration).toBeCloseTo((Date.parse(journal.end) - Date.parse(journal.start)) / 1_000, 2);
  expect([experiment.title, experiment.description].every((text) => text.length > 0)).toBe(true);
  const probes = [states.before, states.after].flatMap((state) => state?.probes ?? []);
  expect(probes.every(({ tolerance_met: met }) => typeof met === 'boolean')).toBe(true);
  [...probes, ...run, ...rollbacks].forEach(expectActivity);
  expect(numbersOf(journal).every(Number.isFinite)).toBe(true);
}

function expectActivity({ activity, status, start, end, duration, exception }: ActivityRun): void {
  expect(['action', 'probe']).toContain(activity.type);
  expect(activity.name.length).toBeGreaterThan(0);
  expect(['succeeded', 'failed']).toContain(status);
  expect(duration).toBeCloseTo((Date.parse(end) - Date.parse(start)) / 1_000, 2);
  expect(exception === undefined).toBe(status === 'succeeded');
}

describe('any journal', () => {
  const reports: Readonly<Record<string, Report>> = { sampleReport, brokenReport };

  it.each(Object.entries(reports))('of %s is one per experiment, in its order', (_, report) => {
    const journals = toJournals(report);
    expect(journals.map(({ garbageday }) => garbageday.outcome)).toEqual(
      report.experiments.map(({ kind }) => kind),
    );
    journals.forEach(expectJournal);
  });

  it('is what the specification asks for', () => {
    fc.assert(fc.property(anyReport, (report) => toJournals(report).forEach(expectJournal)));
  });
});
