/** What a group gets when its configuration does not say. */
import type { Hypothesis } from '@garbageday/core/chaos/experiment.ts';
import type { Fault, GroupKind } from '@garbageday/core/chaos/fleet.ts';

export type GroupDefaults = {
  readonly desiredSize: number;
  readonly requiredHealthy: number;
  readonly fault: Fault;
  readonly hypothesis: Hypothesis;
};

/** n+1 of the given or the usual size; a replica set needs its majority. */
export function groupDefaults(kind: GroupKind, size: number | undefined): GroupDefaults {
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
      // Connections in flight die with the process, and a probe never retries: two bad probes are no surprise.
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
  rest: Hypothesis & { readonly spare: number; readonly fault: Fault },
): GroupDefaults {
  const { spare, fault, ...hypothesis } = rest;
  return { desiredSize, requiredHealthy: desiredSize - spare, fault, hypothesis };
}
