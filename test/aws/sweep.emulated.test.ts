/** The short sweep: every call of an experiment fails, and the process dies and is frozen there (docs/aws-emulators.md). */
import { describe, expect, it } from 'vitest';
import { runSweep } from './sweep/run-sweep.ts';
import type { SweepCase } from './sweep/sweep-case.ts';
import { fromTheLastLook, shortSweep } from './sweep/sweep-plan.ts';
import { countsOf, describeCase, wrongCases } from './sweep/sweep-table.ts';
import { describeShare, throttledShare } from './sweep/throttled-share.ts';

function minutes(count: number) {
  return count * 60_000;
}

/** Where the ledger or Lambda takes no more calls, the execution cannot go on to its end. */
function isCutOff({ call, fault }: SweepCase): boolean {
  const stays = fault === 'throttled' || fault === 'denied';
  return stays && (call.startsWith('DynamoDB ') || call.startsWith('Lambda '));
}

describe('every call of an experiment', { timeout: minutes(30) }, () => {
  it('ends in nothing killed, which is said, or in one kill, which is recorded', async () => {
    const report = await runSweep({ choose: shortSweep });
    expect(wrongCases(report)).toEqual([]);
    const tooLate = report.cases.filter(
      ({ run: { outcome } }) => outcome.kind === 'one kill' && outcome.isAfterLever,
    );
    const between = fromTheLastLook(report.calls);
    expect(between.length).toBeLessThanOrEqual(3);
    expect(tooLate.map(({ swept }) => swept.call).filter((call) => !between.includes(call))).toEqual([]);
    const closed = report.cases.filter(
      ({ run: { outcome } }) => outcome.kind !== 'wrong' && outcome.by === 'report',
    );
    expect(closed.filter(({ swept }) => !isCutOff(swept)).map(describeCase)).toEqual([]);
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

describe('an experiment of whose calls a fifth is throttled', { timeout: minutes(2) }, () => {
  it('is paused for well under a minute in all', async () => {
    const share = await throttledShare(5);
    expect(share.run.outcome, describeShare(share)).toMatchObject({ kind: 'one kill', by: 'experiment' });
    expect(share.throttled).toBeGreaterThan(20);
    // 18 s as a rule; 98 s while the SDK slowed down every call after one was throttled.
    expect(share.pausedMs, describeShare(share)).toBeLessThan(40_000);
  });
});
