/** What was measured, as families of metrics. Pure. */
import { errorKinds } from '@garbageday/core/probe/slice.ts';
import { secondsText } from '@garbageday/core/slo/window.ts';
import type { Exemplar, Family, Sample } from '@garbageday/render/openmetrics/exposition.ts';
import { experimentLabel, type LiveMetric, liveMetrics } from '../metric-catalogue.ts';
import { type MeasuredExperiments, runningPhases } from './experiment-counts.ts';
import type { Mark } from './mark.ts';
import type { Measured, MeasuredJourney } from './measurements.ts';
import type { SloFigures } from './slo-measurements.ts';

export function familyOf(metric: LiveMetric, samples: readonly Sample[]): Family {
  const { name, type, help, ...rest } = liveMetrics[metric];
  return { name, type, help, unit: 'unit' in rest ? rest.unit : undefined, samples };
}

function exemplarOf(mark: Mark | null | undefined, scale = 1): Exemplar | undefined {
  if (mark === null || mark === undefined) return undefined;
  const { experimentId, value, atMs } = mark;
  return { labels: { [experimentLabel]: experimentId }, value: value / scale, atMs };
}

/** Of several services, such as the URLs of a probe, in the same families. */
export function journeyFamilies(all: readonly Measured[]): readonly Family[] {
  const each = (
    samplesOf: (journey: MeasuredJourney, labels: JourneyLabels, of: Measured) => readonly Sample[],
  ) =>
    all.flatMap((of) =>
      of.journeys.flatMap((journey) =>
        samplesOf(journey, { service: of.service, journey: journey.name, role: journey.role }, of),
      ),
    );
  return [
    familyOf(
      'requests',
      each(({ ended }, labels) => [{ labels, value: ended.total }]),
    ),
    familyOf('badRequests', each(reasonSamples)),
    familyOf(
      'retries',
      each(({ retried }, labels) => [{ labels, value: retried }]),
    ),
    familyOf('requestDuration', each(histogramSamples)),
    familyOf(
      'proberLag',
      each(({ lagP99Ms }, labels) => [{ labels, value: inSeconds(lagP99Ms) }]),
    ),
    familyOf(
      'voidSlices',
      each(({ role, voidSlices }, labels) => (role === 'judge' ? [{ labels, value: voidSlices }] : [])),
    ),
  ];
}

type JourneyLabels = { readonly service: string; readonly journey: string; readonly role: string };

function reasonSamples({ errors, failed }: MeasuredJourney, labels: JourneyLabels): readonly Sample[] {
  return errorKinds.map((reason) => ({
    labels: { ...labels, reason },
    value: errors.get(reason) ?? 0,
    exemplar: exemplarOf(failed.get(reason)),
  }));
}

/** Cumulative, as the format has it; the last bucket and `_count` are all of them. */
function histogramSamples(
  { latency: { counts, sumMs }, slowest }: MeasuredJourney,
  labels: JourneyLabels,
  { boundsMs }: Measured,
): readonly Sample[] {
  let seen = 0;
  const buckets = counts.map((count, index): Sample => {
    seen += count;
    const boundMs = boundsMs[index];
    return {
      ...{ suffix: '_bucket', labels: { ...labels, le: boundText(boundMs) } },
      ...{ value: seen, exemplar: exemplarOf(slowest.get(index), 1_000) },
    };
  });
  return [
    ...buckets,
    { labels, suffix: '_sum', value: inSeconds(Math.round(sumMs)) },
    { labels, suffix: '_count', value: seen },
  ];
}

/** As OpenMetrics writes bounds: `0.25`, `1.0`, `+Inf`. */
function boundText(boundMs: number | undefined): string {
  if (boundMs === undefined) return '+Inf';
  const seconds = boundMs / 1_000;
  return Number.isInteger(seconds) ? `${seconds}.0` : `${seconds}`;
}

export function inSeconds(ms: number | null): number | null {
  return ms === null ? null : ms / 1_000;
}

type WithSlos = { readonly service: string; readonly slos: readonly SloFigures[] };

export function sloFamilies(all: readonly WithSlos[]): readonly Family[] {
  const each = (samplesOf: (measured: SloFigures, service: string) => readonly Sample[]) =>
    all.flatMap(({ service, slos }) => slos.flatMap((measured) => samplesOf(measured, service)));
  return [
    familyOf(
      'sliEvents',
      each(({ slo, events }, service) => [{ labels: eventLabels(service, slo), value: events.total }]),
    ),
    familyOf(
      'sliBadEvents',
      each(({ slo, events, bad }, service) => [
        {
          labels: eventLabels(service, slo),
          value: events.total - events.good,
          exemplar: exemplarOf(bad),
        },
      ]),
    ),
    familyOf(
      'objective',
      each(({ slo }, service) => [{ labels: sloLabels(service, slo), value: slo.objective }]),
    ),
    familyOf(
      'burnRate',
      each(({ slo, burn }, service) =>
        burn.map(({ seconds, rate }) => ({
          labels: { ...sloLabels(service, slo), over: secondsText(seconds) },
          value: rate,
        })),
      ),
    ),
  ];
}

type Named = SloFigures['slo'];

function eventLabels(service: string, { name, journey, sli }: Named) {
  return { service, slo: name, journey, sli };
}

export function sloLabels(service: string, slo: Named) {
  return { ...eventLabels(service, slo), window: slo.window };
}

export function experimentFamilies(
  service: string,
  { phase, injected, ended, refused }: MeasuredExperiments,
): readonly Family[] {
  return [
    familyOf(
      'experiments',
      ended.map(({ group, fault, outcome, count, last }) => ({
        ...{ labels: { service, group, fault, outcome }, value: count, exemplar: exemplarOf(last) },
      })),
    ),
    familyOf(
      'refusals',
      refused.map(({ group, reason, count, last }) => ({
        ...{ labels: { service, group, reason }, value: count, exemplar: exemplarOf(last) },
      })),
    ),
    familyOf(
      'faultsInjected',
      injected.map(({ group, fault, count, last }) => ({
        ...{ labels: { service, group, fault }, value: count, exemplar: exemplarOf(last) },
      })),
    ),
    familyOf(
      'experimentPhase',
      runningPhases.map((one) => ({ labels: { service, phase: one }, value: one === phase ? 1 : 0 })),
    ),
  ];
}
