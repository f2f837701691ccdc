/** What a probe measures, for its live page, for `/metrics` and for a collector. */
import type { SloConfiguration } from '@garbageday/core/configuration.ts';
import { at } from '@garbageday/core/errors.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { maxLagOf } from '@garbageday/core/report/probe-report.ts';
import type { Counts } from '@garbageday/core/statistics/counts.ts';
import { startMetricsServer } from '@garbageday/monitors/http/metrics-server.ts';
import { scraped } from '@garbageday/monitors/http/scrape.ts';
import { familyOf, journeyFamilies, sloFamilies } from '@garbageday/monitors/live/measured-families.ts';
import { type Measured, measurements } from '@garbageday/monitors/live/measurements.ts';
import type { Family } from '@garbageday/render/openmetrics/exposition.ts';
import { openOtlp } from '../otlp/open-otlp.ts';
import type { Output } from '../output.ts';
import type { ProbeOptions, ProbeTarget } from './probe-options.ts';
import { serviceOf } from './start-target.ts';

/** Counted once, for the live page, for `/metrics` and for a collector. */
export type ProbeMeasurements = {
  /** `index`: of the target. */
  readonly add: (index: number, slice: Slice) => void;
  /** What counts for an objective so far, without the seconds in which the prober was late. */
  readonly counts: CountsOf;
  readonly families: () => readonly Family[];
};

export type CountsOf = (index: number, sli: SloConfiguration['sli']) => Counts;

type Measuring = Pick<ProbeOptions, 'targets' | 'thresholdMs' | 'objective'>;

export function probeMeasurements(options: Measuring): ProbeMeasurements {
  const each = options.targets.map((target) => {
    return { target, measured: measurements({ ...plan(target, options), service: serviceOf(target) }) };
  });
  const read = () => each.map(({ target, measured }) => ({ target, measured: measured.read(Date.now()) }));
  return {
    add: (index, slice) => each[index]?.measured.add(slice, null),
    counts: (index, sli) => {
      const slos = at(each, index).measured.read(Date.now()).slos;
      return at(
        slos.filter(({ slo }) => slo.sli === sli),
        0,
      ).events;
    },
    families: () => probeFamilies(read()),
  };
}

/** Says where they are, and returns what ends it. @throws UsageError if the port cannot be used. */
export async function serveProbeMetrics(
  { targets, metricsPort, seed }: ProbeOptions,
  measured: Pick<ProbeMeasurements, 'families'>,
  output: Output,
): Promise<() => Promise<void>> {
  const families = async () => measured.families();
  const server =
    metricsPort === null
      ? null
      : await startMetricsServer(metricsPort, async (accept) => scraped(await families(), accept));
  if (server !== null) output.line(`garbageday: metrics at ${server.url}`);
  // On a terminal the view is in the way until the probe ends.
  const held: string[] = [];
  const line = (text: string): void => output.line(`garbageday: ${text}`);
  const tell = (text: string): void => (output.isTty ? void held.push(text) : line(text));
  const otlp = await openOtlp(
    { service: targets.map(serviceOf).join(', '), command: 'probe', seed, output },
    { families, now: Date.now, say: ({ text }) => tell(text) },
  );
  return async () => {
    held.forEach(line);
    await Promise.all([otlp.close(), server?.close()]);
  };
}

type MeasuredTarget = { readonly target: ProbeTarget; readonly measured: Measured };

function probeFamilies(all: readonly MeasuredTarget[]): readonly Family[] {
  const measured = all.map((one) => one.measured);
  return [
    familyOf(
      'targetInfo',
      all.map(({ target }) => ({
        labels: { service: serviceOf(target), journey: target.journey.name, url: target.url },
        value: 1,
      })),
    ),
    ...journeyFamilies(measured),
    ...sloFamilies(measured),
  ];
}

function plan({ journey }: ProbeTarget, { thresholdMs, objective }: Measuring) {
  const { name, role } = journey;
  const slo = (sli: SloConfiguration['sli']): SloConfiguration => ({
    ...{ name: `${name}: ${sli}`, journey: name, role, step: null, vantage: null, sli, objective },
    // A probe has no window but its own time, and no alerts.
    ...{ budgeting: { kind: 'occurrences' }, window: 'run', timeZone: 'UTC', alerts: [] },
  });
  return {
    journeys: [{ name, role, latencyThresholdMs: thresholdMs }],
    slos: [slo('availability'), slo('latency')],
    maxLagMs: maxLagOf(thresholdMs),
  };
}
