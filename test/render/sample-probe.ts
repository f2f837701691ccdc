/** Probes of one URL as their reports show them. */
import { phaseTallyBuilder } from '@garbageday/core/probe/phase-tally.ts';
import { probeReport } from '@garbageday/core/report/probe-report.ts';
import { sliceAt } from '../fakes/slices.ts';

export const url = 'http://shop/a,b';
export const plan = { ratePerSecond: 10, thresholdMs: 300, timeoutMs: 5_000, objective: 0.99 };

export function phases() {
  const builder = phaseTallyBuilder();
  builder.add({ lag: 0.1, dns: 1, connect: 2, tls: null, firstByte: 16, transfer: 1 });
  return builder.build();
}

export function reportOf(latencyMs = 5, { seconds = 20, failures = 0, lagP99Ms = 1 } = {}) {
  const slices = Array.from({ length: seconds }, (_, second) => ({
    ...sliceAt(
      second * 1_000,
      Array.from({ length: 10 }, (_, index) => ({
        latencyMs: latencyMs + index / 10,
        error: index < failures ? ('reset' as const) : null,
      })),
    ),
    lagP99Ms,
  }));
  const probed = { url, slices, phases: phases(), certificateDaysLeft: 9 };
  return probeReport(plan, { fromMs: 0, toMs: seconds * 1_000 }, [probed]);
}

export function manyTargets() {
  const report = reportOf(900, { failures: 3 });
  const [target] = report.targets;
  const targets = Array.from({ length: 60 }, () => target).filter((each) => each !== undefined);
  return { ...report, targets };
}
