/** The short sweep: every call of an experiment fails, and the process dies and is frozen there (docs/aws-emulators.md). */
import { describe, expect, it } from 'vitest';
import { runSweep } from './sweep/run-sweep.ts';
import type { SweepCase } from './sweep/sweep-case.ts';
import { shortSweep } from './sweep/sweep-plan.ts';
import { countsOf, wrongCases } from './sweep/sweep-table.ts';

const minutes = (count: number) => count * 60_000;

/** Killed after the lever was pulled: only while the request to end it, or the look before it, was under way. */
const mayComeTooLate = ['EC2 TerminateInstances', 'DynamoDB PutItem fault fault'];

describe('every call of an experiment', { timeout: minutes(30) }, () => {
  it('ends in nothing killed, which is said, or in one kill, which is recorded', async () => {
    const report = await runSweep({ choose: shortSweep });
    expect(wrongCases(report)).toEqual([]);
    const tooLate = report.cases.filter(
      ({ run: { outcome } }) => outcome.kind === 'one kill' && outcome.isAfterLever,
    );
    expect(tooLate.filter(({ swept }) => !mayComeTooLate.includes(swept.call))).toEqual([]);
    const reached = report.cases.filter(({ run }) => run.isReached);
    expect(reached.length / report.cases.length, countsOf(report)).toBeGreaterThan(0.95);
    expect(reached.some(({ run }) => run.outcome.kind === 'one kill')).toBe(true);
    expect(reached.some(({ run }) => run.outcome.kind === 'nothing')).toBe(true);
  });
});

describe('an injector that kills without a record', { timeout: minutes(5) }, () => {
  it('is found by the sweep', async () => {
    const call = 'EC2 TerminateInstances';
    const deadly: readonly SweepCase[] = [
      { call, fault: 'dies after', resumed: 'lever' },
      { call, fault: 'fails after', resumed: '70 s' },
    ];
    const report = await runSweep({ choose: () => deadly, isNaive: true, worlds: 1 });
    expect(report.cases.map(({ run }) => run.isReached)).toEqual([true, true]);
    expect(wrongCases(report)).toHaveLength(2);
  });
});
