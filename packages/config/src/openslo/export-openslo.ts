/** SLOs → OpenSLO v1 objects. `importOpenSlo` reads the same SLOs back from them. */
import { UsageError } from '@garbageday/core/errors.ts';
import { type BurnRule, burnFactor } from '@garbageday/core/slo/burn-alerts.ts';
import type { Budgeting, Slo } from '@garbageday/core/slo/slo.ts';
import { type CalendarUnit, periodSeconds, type SloWindow } from '@garbageday/core/slo/window.ts';
import { stringify } from 'yaml';
import { objectName } from './metadata-schema.ts';
import { ownSourceType } from './metric-source.ts';
import { nameAnnotation } from './objectives.ts';
import { apiVersion } from './parse-objects.ts';
import { shorthandOf } from './shorthand.ts';
import { startTimeOf } from './time-window.ts';
import { uniqueSlugs } from './unique-slugs.ts';

/** One document; `spec` is plain JSON. */
export type ExportedObject = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: object;
};

/** An SLO, and for a latency SLO the threshold of its journey in milliseconds, if known. */
export type ExportedSlo = { readonly slo: Slo; readonly thresholdMs: number | null };

/**
 * Services first, then the SLOs, then what their alerts refer to. Throws a UsageError for what OpenSLO cannot express.
 */
export function exportOpenSlo(written: readonly ExportedSlo[]): readonly ExportedObject[] {
  const slos = written.map(({ slo }) => slo);
  const names = uniqueSlugs(slos.map(({ name }) => name));
  const alerts = alertNames(slos);
  const services = [...new Set(slos.map(({ service }) => service))];
  // Only such a name is allowed for an object; an SLO may name any service if the file lists none.
  const listed = services.every((name) => objectName().safeParse(name).success) ? services : [];
  const used = slos.some(({ alerts: rules }) => rules.length > 0);
  return [
    ...listed.map((name) => object('Service', { name }, {})),
    ...written.map((one, index) => sloObject(one, names[index] ?? '', alerts)),
    ...[...alerts.values()].flatMap(({ name, alert }) => [policyObject(name), conditionObject(name, alert)]),
    ...(used ? [object('AlertNotificationTarget', { name: target }, { target })] : []),
  ];
}

/** As one file of several YAML documents. */
export function openSloText(objects: readonly ExportedObject[]): string {
  return objects.map((one) => stringify(one, { lineWidth: 0 })).join('---\n');
}

const target = 'slack';

type Metadata = { readonly name: string };

function object(kind: string, metadata: Metadata, spec: object): ExportedObject {
  return { apiVersion, kind, metadata, spec };
}

function sloObject({ slo, thresholdMs }: ExportedSlo, name: string, alerts: AlertNames): ExportedObject {
  const metadata = name === slo.name ? { name } : { name, annotations: { [nameAnnotation]: slo.name } };
  const threshold = thresholdMs === null ? {} : { op: 'lte', value: thresholdMs };
  return object('SLO', metadata, {
    service: slo.service,
    indicator: {
      metadata: { name: `${name.slice(0, 59)}-sli` },
      spec: indicatorSpec(slo.source, thresholdMs),
    },
    timeWindow: [timeWindow(slo.window)],
    budgetingMethod: methods[slo.budgeting.kind],
    objectives: [{ ...threshold, target: slo.objective, ...timeSlices(slo.budgeting) }],
    alertPolicies: slo.alerts.map((rule) => ({ alertPolicyRef: alerts.get(keyOf(slo, rule))?.name ?? '' })),
  });
}

function indicatorSpec({ sli, journey, step, vantage }: Slo['source'], thresholdMs: number | null): object {
  const events = { journey, ...(step === null ? {} : { step }), ...(vantage === null ? {} : { vantage }) };
  const metric = (spec: object) => ({ metricSource: { type: ownSourceType, spec } });
  if (thresholdMs !== null) return { thresholdMetric: metric({ ...events, sli }) };
  return { ratioMetric: { counter: true, good: metric({ ...events, sli }), total: metric(events) } };
}

const methods: Readonly<Record<Budgeting['kind'], string>> = {
  occurrences: 'Occurrences',
  timeslices: 'Timeslices',
  'ratio-timeslices': 'RatioTimeslices',
};

function timeSlices(budgeting: Budgeting): object {
  switch (budgeting.kind) {
    case 'occurrences':
      return {};
    case 'timeslices':
      return { timeSliceTarget: budgeting.sliceTarget, timeSliceWindow: minutes(budgeting.sliceSeconds) };
    case 'ratio-timeslices':
      return { timeSliceWindow: minutes(budgeting.sliceSeconds) };
    default:
      return budgeting satisfies never;
  }
}

const letters: Readonly<Record<CalendarUnit, string>> = {
  day: 'd',
  week: 'w',
  month: 'M',
  quarter: 'Q',
  year: 'Y',
};

function timeWindow(window: SloWindow): object {
  if (window.kind === 'rolling') return { duration: minutes(window.seconds), isRolling: true };
  const { count, unit, timeZone } = window;
  const calendar = { startTime: startTimeOf(window), timeZone };
  return { duration: `${count}${letters[unit]}`, isRolling: false, calendar };
}

/** OpenSLO has nothing shorter than a minute. */
function minutes(seconds: number): string {
  const text = shorthandOf(seconds);
  if (text !== null) return text;
  throw new UsageError(`OpenSLO has no durations like ${seconds} seconds; write whole minutes`);
}

type Alert = Pick<BurnRule, 'severity' | 'longSeconds' | 'shortSeconds'> & { readonly factor: number };
type AlertNames = ReadonlyMap<string, { readonly name: string; readonly alert: Alert }>;

/** To 15 digits, so that no binary rounding error is written and the intended share can be read back. */
function alertOf(slo: Slo, rule: BurnRule): Alert {
  const { severity, longSeconds, shortSeconds } = rule;
  const factor = Number(burnFactor(rule, periodSeconds(slo.window)).toPrecision(15));
  return { severity, longSeconds, shortSeconds, factor };
}

function keyOf(slo: Slo, rule: BurnRule): string {
  return JSON.stringify(alertOf(slo, rule));
}

/** SLOs with the same alert refer to one policy. */
function alertNames(slos: readonly Slo[]): AlertNames {
  const alerts = new Map(
    slos.flatMap((slo) => slo.alerts.map((rule) => [keyOf(slo, rule), alertOf(slo, rule)] as const)),
  );
  const names = uniqueSlugs(
    [...alerts.values()].map(
      ({ severity, factor, longSeconds, shortSeconds }) =>
        `${severity}-${Number(factor.toPrecision(3))}x-${minutes(longSeconds)}-${minutes(shortSeconds)}`,
    ),
  );
  return new Map([...alerts].map(([key, alert], index) => [key, { name: names[index] ?? '', alert }]));
}

function policyObject(name: string): ExportedObject {
  return object(
    'AlertPolicy',
    { name },
    {
      alertWhenBreaching: true,
      alertWhenResolved: true,
      conditions: [{ conditionRef: name }],
      notificationTargets: [{ targetRef: target }],
    },
  );
}

function conditionObject(
  name: string,
  { severity, factor, longSeconds, shortSeconds }: Alert,
): ExportedObject {
  const alertAfter = shortSeconds === longSeconds ? {} : { alertAfter: minutes(shortSeconds) };
  const lookbackWindow = minutes(longSeconds);
  const condition = { kind: 'burnrate', op: 'gt', threshold: factor, lookbackWindow, ...alertAfter };
  return object('AlertCondition', { name }, { severity, condition });
}
