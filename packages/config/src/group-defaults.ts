/** The defaults of a group. */
import type { Hypothesis } from '@garbageday/core/chaos/experiment.ts';
import type { FaultName } from '@garbageday/core/chaos/fault.ts';
import type { GroupKind } from '@garbageday/core/chaos/fleet.ts';

export type GroupDefaults = {
  readonly desiredSize: number;
  readonly requiredHealthy: number;
  readonly fault: FaultName;
  readonly hypothesis: Hypothesis;
};

/** Where the servers are: processes on this machine, or EC2. */
export type Platform = 'local' | 'aws';

/**
 * On EC2 a replacement boots, installs its packages and registers; a replica-set member also copies its data. Not
 * measured yet, so generous: the first kills should show how long it takes instead of failing.
 */
const recoverOnAwsMs: Readonly<Record<GroupKind, number>> = {
  web: 6 * 60_000,
  data: 12 * 60_000,
  'load-balancer': 6 * 60_000,
};

/** `localDefaults`, with the time that a replacement takes on the platform. */
export function groupDefaults(
  kind: GroupKind,
  { size, platform }: { readonly size: number | undefined; readonly platform: Platform },
): GroupDefaults {
  const defaults = localDefaults(kind, size);
  if (platform === 'local') return defaults;
  return { ...defaults, hypothesis: { ...defaults.hypothesis, maxRecoverMs: recoverOnAwsMs[kind] } };
}

/** n+1 for the given or the usual size; a replica set needs its majority. */
function localDefaults(kind: GroupKind, size: number | undefined): GroupDefaults {
  switch (kind) {
    case 'web':
      return ofSize(size ?? 3, {
        spare: 1,
        fault: 'terminate',
        maxBadProbes: 0,
        maxP99Ms: 1_000,
        maxRecoverMs: 30_000,
      });
    case 'data': {
      const desiredSize = size ?? 3;
      const spare = Math.floor((desiredSize - 1) / 2);
      // An election and a fresh member's initial sync take longer than a web server's start.
      return ofSize(desiredSize, {
        spare,
        fault: 'power-cut',
        maxBadProbes: 0,
        maxP99Ms: 2_000,
        maxRecoverMs: 60_000,
      });
    }
    case 'load-balancer':
      // Connections in flight die with the process, and a probe never retries: two bad probes are to be expected.
      return ofSize(size ?? 2, {
        spare: 1,
        fault: 'power-cut',
        maxBadProbes: 2,
        maxP99Ms: 1_000,
        maxRecoverMs: 30_000,
      });
    default:
      return kind satisfies never;
  }
}

function ofSize(
  desiredSize: number,
  rest: Hypothesis & { readonly spare: number; readonly fault: FaultName },
): GroupDefaults {
  const { spare, fault, ...hypothesis } = rest;
  return { desiredSize, requiredHealthy: desiredSize - spare, fault, hypothesis };
}
