/** SLIs: what is counted, and as what. https://github.com/OpenSLO/OpenSLO#sli */
import type { SloSource } from '@garbageday/core/slo/slo.ts';
import { shown } from '../describe-issue.ts';
import type { Catalogue, Report } from './catalogue.ts';
import { type MetricSource, metricSourceOf, ownSource } from './metric-source.ts';
import type { Metric, ObjectiveSpec, SliSpec, SloSpec } from './object-schemas.ts';
import type { Located, Place } from './place.ts';

export type Measure =
  /** Measured by Garbage Day; for a thresholdMetric, with the threshold in milliseconds. */
  | { readonly kind: 'own'; readonly source: SloSource; readonly thresholdMs: number | null }
  /** Measured elsewhere: its slices come from a file, limited to one journey if its `spec` names one. */
  | {
      readonly kind: 'foreign';
      readonly type: string;
      readonly journey: string | null;
      readonly place: Place;
    };

export type Indicator = { readonly spec: Located<SliSpec>; readonly name: string };

type Indicated = Pick<SloSpec | ObjectiveSpec, 'indicator' | 'indicatorRef'>;

/** Either inline or by name; `null` after reporting what is wrong. */
export function indicatorOf(
  { value, place }: Located<Indicated>,
  catalogue: Catalogue,
  report: Report,
): Indicator | null {
  const { indicator, indicatorRef } = value;
  if (indicator !== undefined && indicatorRef !== undefined) {
    report(place.in('indicatorRef').problem('cannot be combined with indicator; write one of the two'));
    return null;
  }
  if (indicator !== undefined) {
    const spec = { value: indicator.spec, place: place.in('indicator', 'spec') };
    return { spec, name: indicator.metadata.name };
  }
  if (indicatorRef === undefined) {
    report(place.problem('has neither indicator nor indicatorRef; write one'));
    return null;
  }
  const found = catalogue.find('SLI', { value: indicatorRef, place: place.in('indicatorRef') }, report);
  return found === null
    ? null
    : { spec: { value: found.spec, place: found.place.in('spec') }, name: indicatorRef };
}

/** What one SLO measures with this indicator; `null` after reporting what is wrong. */
export function measureOf(
  spec: Located<SliSpec>,
  objective: Located<ObjectiveSpec>,
  { catalogue, report }: { readonly catalogue: Catalogue; readonly report: Report },
): Measure | null {
  const { ratioMetric, thresholdMetric } = spec.value;
  if ((ratioMetric === undefined) === (thresholdMetric === undefined)) {
    report(spec.place.problem('must have either ratioMetric or thresholdMetric'));
    return null;
  }
  if (thresholdMetric !== undefined) {
    const metric = { value: thresholdMetric, place: spec.place.in('thresholdMetric') };
    const source = metricSourceOf(metric, catalogue, report);
    return source === null ? null : thresholdMeasure({ ...metric, source }, objective, report);
  }
  for (const key of ['op', 'value'] as const) {
    if (objective.value[key] === undefined) continue;
    report(
      objective.place
        .in(key)
        .remark(
          'reading',
          'is ignored: a ratioMetric counts good events itself, and is compared with nothing',
        ),
    );
  }
  return ratioMeasure(spec, catalogue, report);
}

type Threshold = Located<Metric> & { readonly source: MetricSource };

function thresholdMeasure(
  { source, place }: Threshold,
  { value: { op, value }, place: at }: Located<ObjectiveSpec>,
  report: Report,
): Measure | null {
  if (op === undefined || value === undefined) {
    const key = op === undefined ? 'op' : 'value';
    report(at.in(key).problem('is missing; a thresholdMetric is compared with it'));
    return null;
  }
  if (source.kind === 'foreign') return { ...source, place: place.in('metricSource') };
  const spec = place.in('metricSource', 'spec');
  const found = ownSource(source.spec, spec.in('sli'), report);
  if (found === null) return null;
  if (found.sli !== 'latency') {
    report(spec.in('sli').problem('has no threshold; write latency, or a ratioMetric'));
    return null;
  }
  if (op !== 'lte') {
    report(
      at
        .in('op')
        .remark('unread', `${shown(op)} cannot be kept: an answer is good up to its threshold; write lte`),
    );
    return null;
  }
  if (Number.isInteger(value) && value >= 1 && value <= 60_000)
    return { kind: 'own', source: found, thresholdMs: value };
  report(at.in('value').problem(`${value} is not a latency; write whole milliseconds, 1 to 60000`));
  return null;
}

function ratioMeasure(
  { value, place }: Located<SliSpec>,
  catalogue: Catalogue,
  report: Report,
): Measure | null {
  const { good, bad, total, raw, rawType } = value.ratioMetric ?? {};
  const at = place.in('ratioMetric');
  if ((raw === undefined) !== (rawType === undefined)) {
    report(at.problem('needs raw and rawType together, or neither'));
    return null;
  }
  if (raw !== undefined && (good ?? bad ?? total) !== undefined) {
    report(at.in('raw').problem('cannot be combined with good, bad or total; write one or the others'));
    return null;
  }
  if (raw !== undefined) return rawMeasure({ value: raw, place: at.in('raw') }, catalogue, report);
  if (total === undefined) {
    report(at.in('total').problem('is missing; write it, with good or bad'));
    return null;
  }
  if ((good === undefined) === (bad === undefined)) {
    report(at.problem('must have either good or bad beside total'));
    return null;
  }
  const part = good === undefined ? 'bad' : 'good';
  const counted = good ?? bad ?? total;
  const [first, whole] = [
    metricSourceOf({ value: counted, place: at.in(part) }, catalogue, report),
    metricSourceOf({ value: total, place: at.in('total') }, catalogue, report),
  ];
  if (first === null || whole === null) return null;
  return pairMeasure({ source: first, place: at.in(part) }, { source: whole, place: at.in('total') }, report);
}

function rawMeasure(raw: Located<Metric>, catalogue: Catalogue, report: Report): Measure | null {
  const source = metricSourceOf(raw, catalogue, report);
  if (source === null) return null;
  if (source.kind === 'foreign') return { ...source, place: raw.place.in('metricSource') };
  report(
    raw.place.remark(
      'unread',
      'is not measured here: a ratio without its counts proves nothing; write good and total',
    ),
  );
  return null;
}

type Part = { readonly source: MetricSource; readonly place: Place };

/** Garbage Day counts good and total of the same events. */
function pairMeasure(counted: Part, total: Part, report: Report): Measure | null {
  const [a, b] = [counted.source, total.source];
  if (a.kind === 'foreign' && b.kind === 'foreign') {
    return { ...a, place: counted.place.in('metricSource') };
  }
  if (a.kind === 'foreign' || b.kind === 'foreign') {
    report(
      total.place.in('metricSource', 'type').problem('has a different source from the events it counts'),
    );
    return null;
  }
  const at = counted.place.in('metricSource', 'spec', 'sli');
  const source = ownSource(a.spec, at, report);
  if (source === null) return null;
  const differing = (['journey', 'step', 'vantage', 'sli'] as const).find(
    (key) => a.spec[key] !== b.spec[key] && !(key === 'sli' && b.spec.sli === undefined),
  );
  if (differing === undefined) return { kind: 'own', source, thresholdMs: null };
  const where = total.place.in('metricSource', 'spec', differing);
  report(
    where.problem(
      `differs from that of the events it counts, ${shown(a.spec[differing] ?? null)}; write the same`,
    ),
  );
  return null;
}
