/** Short ways to write a family of gauges. */
import type { Family, Sample } from './exposition.ts';

type Named = (name: string, help: string, samples: readonly Sample[]) => Family;

export const gauge: Named = (name, help, samples) => ({ name, type: 'gauge', help, samples });

/** The name ends in `_ratio`. */
export const ratio: Named = (name, help, samples) => ({ name, type: 'gauge', unit: 'ratio', help, samples });

/** The name ends in `_seconds`. */
export const seconds: Named = (name, help, samples) => ({
  name,
  type: 'gauge',
  unit: 'seconds',
  help,
  samples,
});
