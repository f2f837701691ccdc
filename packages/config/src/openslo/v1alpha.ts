/**
 * `openslo/v1alpha` → `openslo/v1`, which can express everything that v1alpha can.
 * https://github.com/OpenSLO/OpenSLO/tree/v0.1.0; as Sloth writes it, `isRolling` and `calendar` may be left out.
 */
import { z } from 'zod';
import { describeIssue } from '../describe-issue.ts';
import { strict } from '../fields.ts';
import { pathOfIssue } from './place.ts';

const metric = strict({ source: z.string(), queryType: z.string(), query: z.string() });

const ratio = strict({
  good: metric,
  total: metric,
  incremental: z.boolean().optional(),
  counter: z.boolean().optional(),
});

const objective = strict({
  displayName: z.string().optional(),
  op: z.string().optional(),
  value: z.number().optional(),
  target: z.number().optional(),
  timeSliceTarget: z.number().optional(),
  ratioMetrics: ratio.optional(),
});

const letters = { Day: 'd', Week: 'w', Month: 'M', Quarter: 'Q', Year: 'Y' } as const;

const timeWindow = strict({
  unit: z.enum(['Second', 'Minute', 'Hour', 'Day', 'Week', 'Month', 'Quarter', 'Year']),
  count: z.int().positive('is not above 0'),
  isRolling: z.boolean().optional(),
  calendar: strict({ startTime: z.string(), timeZone: z.string() }).optional(),
});

const sloSchema = z.looseObject({
  kind: z.literal('SLO'),
  spec: strict({
    description: z.string().optional(),
    service: z.string(),
    budgetingMethod: z.string(),
    timeWindow: z.array(timeWindow).optional(),
    timeWindows: z.array(timeWindow).optional(),
    indicator: strict({ thresholdMetric: metric }).optional(),
    objectives: z.array(objective),
  }).superRefine((spec, context) => {
    if ((spec.timeWindow === undefined) === (spec.timeWindows === undefined)) {
      context.addIssue({ code: 'custom', message: 'must have either timeWindow or timeWindows' });
    }
  }),
});

type Slo = z.output<typeof sloSchema>;

export type ConversionIssue = { readonly path: readonly PropertyKey[]; readonly message: string };

export type Converted =
  | { readonly kind: 'ok'; readonly value: unknown }
  | { readonly kind: 'bad'; readonly issues: readonly ConversionIssue[] };

/** An object of v1; a kind that v1alpha does not have stays as it is, and is reported like any other. */
export function convertV1Alpha(value: { readonly kind?: unknown }): Converted {
  if (value.kind !== 'SLO') return { kind: 'ok', value: { ...value, apiVersion: 'openslo/v1' } };
  const parsed = sloSchema.safeParse(value, { error: describeIssue });
  if (parsed.success) return { kind: 'ok', value: sloOf(parsed.data) };
  const issues = parsed.error.issues.map((issue) => ({ path: pathOfIssue(issue), message: issue.message }));
  return { kind: 'bad', issues };
}

/** v1alpha has ratios in the objectives; if they differ, they are what v1 writes as a composite. */
function sloOf({ spec, ...head }: Slo) {
  const { timeWindow, timeWindows, indicator, objectives, ...rest } = spec;
  const ratios = objectives.flatMap(({ ratioMetrics }) => ratioMetrics ?? []);
  const isShared = ratios.every((each) => JSON.stringify(each) === JSON.stringify(ratios[0]));
  const shared =
    indicator === undefined ? ratios.slice(0, 1).map(ratioIndicator) : [thresholdIndicator(indicator)];
  return {
    ...head,
    apiVersion: 'openslo/v1',
    spec: {
      ...rest,
      ...(isShared ? { indicator: shared[0] } : {}),
      timeWindow: (timeWindow ?? timeWindows ?? []).map(windowOf),
      objectives: objectives.map(({ ratioMetrics, value, op, ...objective }) => ({
        ...objective,
        // v1alpha requires them for ratios too, where they mean nothing.
        ...(indicator === undefined ? {} : { value, op }),
        ...(isShared || ratioMetrics === undefined ? {} : { indicator: ratioIndicator(ratioMetrics) }),
        ...(spec.budgetingMethod === 'Timeslices' ? { timeSliceWindow: '1m' } : {}),
      })),
    },
  };
}

/** A window without `isRolling` or a calendar rolls, as Sloth reads it. */
function windowOf({ unit, count, isRolling, calendar }: z.output<typeof timeWindow>) {
  const rolls = isRolling ?? calendar === undefined;
  return {
    duration: durationOf(unit, count),
    isRolling: rolls,
    ...(calendar === undefined ? {} : { calendar }),
  };
}

/** v1 has no seconds: those that are not whole minutes are reported there. */
function durationOf(unit: z.output<typeof timeWindow>['unit'], count: number): string {
  switch (unit) {
    case 'Second':
      return `${count / 60}m`;
    case 'Minute':
      return `${count}m`;
    case 'Hour':
      return `${count}h`;
    default:
      return `${count}${letters[unit]}`;
  }
}

function ratioIndicator({ good, total, incremental, counter }: z.output<typeof ratio>) {
  const counts = incremental ?? counter;
  const metrics = { good: metricOf(good), total: metricOf(total) };
  return {
    metadata: { name: 'ratio' },
    spec: { ratioMetric: { ...(counts === undefined ? {} : { counter: counts }), ...metrics } },
  };
}

function thresholdIndicator({ thresholdMetric }: { readonly thresholdMetric: z.output<typeof metric> }) {
  return { metadata: { name: 'threshold' }, spec: { thresholdMetric: metricOf(thresholdMetric) } };
}

function metricOf({ source, queryType, query }: z.output<typeof metric>) {
  return { metricSource: { type: source, spec: { queryType, query } } };
}
