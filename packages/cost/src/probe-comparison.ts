/** What a million probes cost, here and with CloudWatch Synthetics. */
import { bytesPerGb, logBytesPerInvocation, sliceBytes, slicesPerRun } from './assumptions.ts';
import { prices } from './prices.ts';
import { probeSecondsPerRun } from './traffic.ts';

const million = 1_000_000;
const gb = 1_024;

export type ProbeComparison = {
  readonly probesPerInvocation: number;
  /** Lambda alone, in US dollars per million probes, with the smallest memory that works and with the deployed one. */
  readonly lambdaUsd: { readonly at128Mb: number; readonly at256Mb: number };
  /** At 256 MB with schedule, metrics requests, ledger writes, trace and log. */
  readonly allUsd: number;
  /** One canary run per probe, not counting its own Lambda, S3 and logs. */
  readonly syntheticsUsd: number;
};

/** One invocation sends `ratePerSecond` whole journeys a second for 55 seconds. */
export function probeComparison(ratePerSecond: number): ProbeComparison {
  const probesPerInvocation = ratePerSecond * probeSecondsPerRun;
  const invocations = million / probesPerInvocation;
  const lambda = (memoryMb: number): number =>
    invocations *
    ((memoryMb / gb) * probeSecondsPerRun * prices.lambdaArmGbSecond.usd + prices.lambdaRequest.usd);
  const around =
    prices.schedulerInvocation.usd +
    slicesPerRun * (prices.metricRequest.usd + Math.ceil(sliceBytes / 1_024) * prices.dynamoWrite.usd) +
    prices.trace.usd +
    (logBytesPerInvocation / bytesPerGb) * prices.logGb.usd;
  return {
    probesPerInvocation,
    lambdaUsd: { at128Mb: lambda(128), at256Mb: lambda(256) },
    allUsd: lambda(256) + invocations * around,
    syntheticsUsd: million * prices.syntheticsRun.usd,
  };
}
