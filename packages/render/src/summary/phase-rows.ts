/** Where the time of an average request went: the service's own phases, in the order in which they happen. */
import type { PhaseName, PhaseTallies } from '@garbageday/core/probe/phase-tally.ts';
import { formatMs } from '../format.ts';

/** Without the prober's own lateness, which is shown separately. */
const parts = [
  { name: 'dns', label: 'dns' },
  { name: 'connect', label: 'connect' },
  { name: 'tls', label: 'tls' },
  { name: 'firstByte', label: 'first byte' },
  { name: 'transfer', label: 'transfer' },
] as const satisfies readonly { name: PhaseName; label: string }[];

export type PhaseRow = (typeof parts)[number] & {
  /** Of the time of all requests together, 0–1. */
  readonly share: number;
  /** Over the requests that had the phase. */
  readonly mean: string;
  readonly requests: number;
};

/** Empty if nothing was measured. */
export function phaseRows(phases: PhaseTallies): readonly PhaseRow[] {
  const sum = parts.reduce((total, { name }) => total + phases[name].sumMs, 0);
  if (sum === 0) return [];
  return parts.map((part) => {
    const { requests, sumMs } = phases[part.name];
    return {
      ...part,
      requests,
      share: sumMs / sum,
      mean: formatMs(requests === 0 ? null : sumMs / requests),
    };
  });
}
