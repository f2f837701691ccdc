/** Whole experiments that hang a real process, for longer than the lease of the hang. */

import { join } from 'node:path';
import { strike } from '@garbageday/core/chaos/run-experiment.ts';
import { type ExperimentRun, transitionRecorder } from '@garbageday/core/chaos/transitions.ts';
import { systemClock } from '@garbageday/local/clock.ts';
import { localFaultInjector } from '@garbageday/local/fault-injector.ts';
import { localFleet } from '@garbageday/local/fleet.ts';
import { localLedger } from '@garbageday/local/ledger.ts';
import { openLedgerFile } from '@garbageday/local/ledger-file/open-ledger-file.ts';
import { isStopped } from '@garbageday/local/processes/process-start.ts';
import { localSafetyLever } from '@garbageday/local/safety-lever.ts';
import { localSteps } from '@garbageday/local/steps.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { patience } from '../acceptance/patience.ts';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { experimentPlan, experimentSettings } from '../fakes/experiment.ts';
import { freshCounts } from '../fakes/fresh-counts.ts';
import { eventually } from './eventually.ts';
import { sleepingGroup } from './sleeping-group.ts';

const clock = systemClock();
const leaseMs = 400;

/** Strikes the first of three sleepers, and looks at its process meanwhile. */
async function hangFor(faultDurationMs: number) {
  const subject = sleepingGroup();
  const [target] = (await subject.whole()).instances;
  if (target === undefined) throw new Error('nobody is there');
  const file = openLedgerFile(join(temporaryDirectory(), 'ledger.sqlite'));
  const injector = localFaultInjector({ file, groups: [subject.group], clock, leaseMs });
  const lever = localSafetyLever(file, clock);
  const plan = experimentPlan({ fault: 'hang', faultDurationMs, plannedAtMs: clock.now() });
  const base = experimentSettings();
  const settings = experimentSettings({
    probe: { ...base.probe, timeoutMs: 100 },
    ...{ recoverTimeoutMs: 2_000, settleMs: 100, baselineMs: 1_000 },
  });
  const ports = {
    ...{ clock, injector, lever, fleet: localFleet([subject.group]), ledger: localLedger(file) },
    steps: localSteps(file, clock, plan.id),
    windowCounts: freshCounts(localLedger(file)),
    alerts: { firing: async () => [] },
    events: { publish: async () => {} },
  };
  const run: ExperimentRun = { ports, plan, settings, record: transitionRecorder(ports, plan) };
  await run.record({ kind: 'drawn', plan });
  const nowMs = clock.now();
  const outcome = strike(run, target, { claimedAtMs: nowMs, decidedAtMs: nowMs });
  onTestFinished(async () => {
    await outcome;
    injector.close();
    file.close();
  });
  const isHung = () => isStopped(subject.pidOf(target.id));
  await eventually('hung', isHung);
  return { outcome, isHung, lever, fromMs: performance.now() };
}

describe('a hang in an experiment', () => {
  it('lasts for its duration, eight leases long, and is undone', async () => {
    const { outcome, isHung, fromMs } = await hangFor(8 * leaseMs);
    await eventually('resumed', () => !isHung());
    const lastedMs = performance.now() - fromMs;
    expect(lastedMs).toBeGreaterThan(7.5 * leaseMs);
    expect(lastedMs).toBeLessThan(patience(9 * leaseMs));
    expect(await outcome).toMatchObject({ kind: 'completed', plan: { fault: 'hang' } });
  });

  it('is undone at once when the safety lever is pulled', async () => {
    const { outcome, isHung, lever, fromMs } = await hangFor(60_000);
    await eventually('two leases', () => performance.now() - fromMs > 2 * leaseMs);
    expect(isHung()).toBe(true);
    await lever.halt('enough');
    await eventually('resumed', () => !isHung(), 1_000);
    expect(await outcome).toMatchObject({ kind: 'aborted', reason: { kind: 'lever' } });
  });
});
